"""Drawn portraits for the demo mentors: flat busts, the same for the same code on every machine."""

from __future__ import annotations

from PIL import Image

from .canvas import Canvas, blend, colour, oval
from .face import FACES, draw_beard, draw_features, draw_glasses, draw_head, shade_of
from .figure import draw_body, draw_ground
from .traits import Traits, traits

__all__ = ["draw_portrait", "traits"]

HEAD_SIZE = 1.14
NIGHT = colour("#141a20")
WHITE = colour("#fbfaf8")


def draw_portrait(code: str, *, size: int = 640) -> Image.Image:
    """A square RGB portrait of `size` pixels; everything about it follows from `code`."""
    person = traits(code)
    canvas = Canvas(size, person.ground)
    draw_ground(canvas, person)
    _at_head(canvas, person)
    for shape in person.hair.back:
        canvas.fill(shape, blend(person.hair_colour, NIGHT, 0.28))
    draw_body(canvas, person)
    _at_head(canvas, person)
    draw_head(canvas, person)
    _hair_shadow(canvas, person)
    draw_beard(canvas, person)
    draw_features(canvas, person)
    draw_glasses(canvas, person)
    _front_hair(canvas, person)
    canvas.place()
    return canvas.picture()


def _at_head(canvas: Canvas, person: Traits) -> None:
    canvas.place(50, 43, width=HEAD_SIZE * person.width, height=HEAD_SIZE, turn=person.tilt)


def _hair_shadow(canvas: Canvas, person: Traits) -> None:
    """The hair's soft shadow on the forehead."""
    if not person.hair.thin:
        canvas.fill(person.hair.front, shade_of(person.skin), inside=(FACES[person.face],), shift=(0.6, 1.5))


def _front_hair(canvas: Canvas, person: Traits) -> None:
    style, paint = person.hair, person.hair_colour
    if style.thin:
        paint = blend(paint, person.skin, 0.3)
    for shape in style.sides:
        canvas.fill(shape, blend(paint, person.skin, 0.25))
    for shape in (*style.locks, *style.puffs):
        canvas.fill(shape, paint)
    canvas.fill(style.front, paint)
    gleam = blend(paint, WHITE, 0.13)
    for shape in style.gleam:
        canvas.fill(shape, gleam, inside=(style.front,) if not style.locks else ())
    for shape in style.parting:
        canvas.line(shape, 0.7, blend(paint, NIGHT, 0.3), fade=0.8)
    if person.earring and style.ears:
        _earrings(canvas, person)


def _earrings(canvas: Canvas, person: Traits) -> None:
    for side in (-1, 1):
        canvas.fill(oval(side * 15, 9.4, 1, 1), person.accent)
