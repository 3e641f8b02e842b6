"""A small drawing surface for flat shapes with soft outlines.

Shapes are strings of points, `x,y`, joined by a smooth curve; a point that ends in `!` is a corner. Coordinates are
percent of the picture's side, so that every drawing is independent of the pixel size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]
Knot = tuple[float, float, bool]

OVERSAMPLING = 3
STEPS = 9


def colour(code: str) -> Colour:
    """The three channels of a `#rrggbb` code."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0 to 1) of `second` mixed in."""
    mixed = [round(a + (b - a) * share) for a, b in zip(first, second, strict=True)]
    return mixed[0], mixed[1], mixed[2]


@lru_cache(maxsize=1024)
def knots(text: str) -> tuple[Knot, ...]:
    """The points of a shape string."""
    found = []
    for word in text.split():
        x, y = word.rstrip("!").split(",")
        found.append((float(x), float(y), word.endswith("!")))
    return tuple(found)


@lru_cache(maxsize=1024)
def mirrored(text: str) -> str:
    """A closed shape from its right half, given from the top middle to the bottom middle."""
    left = [word for word in reversed(flipped(text).split()) if float(word.split(",")[0]) != 0]
    return " ".join(text.split() + left)


@lru_cache(maxsize=1024)
def flipped(shape: str) -> str:
    """The shape as seen in a mirror, around x = 0."""
    return " ".join(f"{-float(x):g},{rest}" for x, rest in (word.split(",", 1) for word in shape.split()))


def moved(shape: str, across: float) -> str:
    """The shape further to the right by `across`."""
    return " ".join(
        f"{float(x) + across:.2f},{rest}" for x, rest in (word.split(",", 1) for word in shape.split())
    )


def _handle(before: Knot, here: Knot, after: Knot, sign: int) -> Point:
    """Control point beside `here`: its length follows the nearer neighbour, so that curves never overshoot."""
    if here[2]:
        return here[0], here[1]
    back = math.dist(before[:2], here[:2])
    ahead = math.dist(here[:2], after[:2])
    reach = 0.42 * (ahead if sign > 0 else back) / (back + ahead or 1)
    return here[0] + sign * reach * (after[0] - before[0]), here[1] + sign * reach * (after[1] - before[1])


def _curve(start: Knot, first: Point, second: Point, end: Knot) -> list[Point]:
    points = []
    for step in range(STEPS):
        t = step / STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return points


@lru_cache(maxsize=1024)
def smooth(shape: str, closed: bool = True) -> tuple[Point, ...]:
    """The shape as a polygon fine enough to look round."""
    ring = knots(shape)
    count = len(ring)
    if not closed:
        ring = ((*ring[0][:2], True), *ring[1:-1], (*ring[-1][:2], True))
    points: list[Point] = []
    for index in range(count if closed else count - 1):
        before, here = ring[index - 1], ring[index]
        after, beyond = ring[(index + 1) % count], ring[(index + 2) % count]
        first = _handle(before, here, after, 1)
        second = _handle(here, after, beyond, -1)
        points += _curve(here, first, second, after)
    if not closed:
        points.append(ring[-1][:2])
    return tuple(points)


def oval(x: float, y: float, width: float, height: float) -> str:
    """An ellipse by its centre and radii, as a shape string."""
    spots = []
    for step in range(8):
        angle = step * math.pi / 4
        spots.append(f"{x + width * math.cos(angle):.3f},{y + height * math.sin(angle):.3f}")
    return " ".join(spots)


class Canvas:
    """The picture being drawn. `place` sets where following shapes land."""

    def __init__(self, size: int, ground: Colour) -> None:
        self.side = size * OVERSAMPLING
        self.image = Image.new("RGB", (self.side, self.side), ground)
        self._pen = ImageDraw.Draw(self.image)
        self.place()

    def place(
        self, x: float = 0, y: float = 0, *, width: float = 1, height: float = 1, turn: float = 0
    ) -> None:
        """Moves the origin to (x, y), scales, and turns by `turn` degrees clockwise; no arguments reset it."""
        unit = self.side / 100
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        self._matrix = (
            unit * width * cos,
            -unit * height * sin,
            unit * x,
            unit * width * sin,
            unit * height * cos,
            unit * y,
        )
        self._unit = unit * (width + height) / 2

    def _pixels(self, points: Iterable[Point]) -> list[Point]:
        a, b, c, d, e, f = self._matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in points]

    def fill(
        self,
        shape: str,
        paint: Colour,
        *,
        inside: Sequence[str] = (),
        outside: Sequence[str] = (),
        shift: Point = (0, 0),
    ) -> None:
        """Paints a shape, optionally only where all of `inside` and none of `outside` are."""
        points = self._pixels((x + shift[0], y + shift[1]) for x, y in smooth(shape))
        if not inside and not outside:
            self._pen.polygon(points, fill=paint)
            return
        box = self._box(points)
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = self._mask(points, box)
        for other in inside:
            mask = ImageChops.darker(mask, self._mask(self._pixels(smooth(other)), box))
        for other in outside:
            mask = ImageChops.subtract(mask, self._mask(self._pixels(smooth(other)), box))
        self.image.paste(paint, box, mask)

    def _box(self, points: Sequence[Point]) -> tuple[int, int, int, int]:
        across = [x for x, _ in points]
        down = [y for _, y in points]
        return (
            max(0, math.floor(min(across))),
            max(0, math.floor(min(down))),
            min(self.side, math.ceil(max(across)) + 1),
            min(self.side, math.ceil(max(down)) + 1),
        )

    def _mask(self, points: Sequence[Point], box: tuple[int, int, int, int]) -> Image.Image:
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in points], fill=255)
        return mask

    def line(self, shape: str, width: float, paint: Colour, *, taper: float = 0, fade: float = 0) -> None:
        """A brush stroke along an open curve: `taper` (0 to 1) thinner at both ends, `fade` thinner towards its end."""
        points = self._pixels(smooth(shape, closed=False))
        last = len(points) - 1
        halves = []
        for index in range(last + 1):
            along = index / last
            halves.append(width * self._unit / 2 * (1 - taper * abs(2 * along - 1) ** 2) * (1 - fade * along))
        left, right = [], []
        for index, (x, y) in enumerate(points):
            ahead, behind = points[min(index + 1, last)], points[max(index - 1, 0)]
            share = halves[index] / (math.dist(ahead, behind) or 1)
            across = (behind[1] - ahead[1]) * share, (ahead[0] - behind[0]) * share
            left.append((x + across[0], y + across[1]))
            right.append((x - across[0], y - across[1]))
        self._pen.polygon(left + right[::-1], fill=paint)
        for (x, y), half in ((points[0], halves[0]), (points[-1], halves[-1])):
            self._pen.ellipse((x - half, y - half, x + half, y + half), fill=paint)

    def ring(self, shape: str, width: float, paint: Colour) -> None:
        """The outline of a closed shape."""
        points = self._pixels(smooth(shape))
        points += points[:3]
        self._pen.line(points, fill=paint, width=max(1, round(width * self._unit)), joint="curve")

    def picture(self) -> Image.Image:
        """The finished picture in its true size."""
        return self.image.reduce(OVERSAMPLING)
