"""Portraits: the same for the same code, different for different ones, quickly drawn."""

from hashlib import sha256

import pytest
from PIL import ImageChops, ImageStat

from plugins.demo.portraits import draw_portrait, traits
from plugins.demo.portraits.canvas import Canvas, colour, mirrored, smooth
from plugins.demo.portraits.hair import LONG, SHORT
from plugins.demo.seeding.content import read

CODES = [row["code"] for row in read("mentors")["mentors"] if row["portrait"]]


def _difference(first: str, second: str) -> float:
    """Mean difference of two portraits per channel, 0 to 255."""
    apart = ImageChops.difference(draw_portrait(first, size=96), draw_portrait(second, size=96))
    return sum(ImageStat.Stat(apart).mean) / 3


def test_portrait_when_drawn_again_is_the_same() -> None:
    assert draw_portrait("7K3Q9X", size=160).tobytes() == draw_portrait("7K3Q9X", size=160).tobytes()


def test_traits_when_chosen_on_any_machine_are_the_same() -> None:
    """Guards the choice of codes in content/mentors.toml, which suits the people to these portraits."""
    words = "|".join(f"{code}:{traits(code).hair.name}:{traits(code).outfit}" for code in CODES)
    assert sha256(words.encode()).hexdigest()[:16] == "ada80876a25580f7"


@pytest.mark.parametrize("size", [64, 640])
def test_portrait_when_a_size_is_wanted_has_it(size: int) -> None:
    picture = draw_portrait("7K3Q9X", size=size)
    assert picture.size == (size, size)
    assert picture.mode == "RGB"


def test_portrait_when_scaled_shows_the_same_person() -> None:
    small, large = draw_portrait("7K3Q9X", size=80), draw_portrait("7K3Q9X", size=320).resize((80, 80))
    assert sum(ImageStat.Stat(ImageChops.difference(small, large)).mean) / 3 < 4


def test_portraits_when_compared_are_told_apart() -> None:
    pairs = [(first, second) for first in CODES[:16] for second in CODES[:16] if first < second]
    assert min(_difference(first, second) for first, second in pairs) > 6


def test_portraits_when_taken_together_use_the_whole_wardrobe() -> None:
    people = [traits(code) for code in CODES]
    assert len({person.hair.name for person in people}) > 18
    assert len({person.outfit for person in people}) >= 9
    assert {person.age for person in people} == {"young", "middle", "senior"}
    assert 3 <= sum(bool(person.glasses) for person in people) <= len(people) / 2
    assert sum(bool(person.beard) for person in people) <= 6


@pytest.mark.parametrize("style", [*SHORT, *LONG], ids=lambda style: style.name)
def test_hair_when_drawn_stays_inside_the_picture(style) -> None:
    shapes = (style.front, *style.back, *style.puffs)
    assert all(-27 <= x <= 27 and -36 <= y <= 56 for shape in shapes for x, y in smooth(shape))


def test_shape_when_mirrored_is_symmetrical() -> None:
    points = {(round(x, 6), round(y, 6)) for x, y in smooth(mirrored("0,-10 8,-6 9,4 0,12"))}
    assert all(
        any(abs(x + other) < 0.3 and abs(y - height) < 0.3 for other, height in points) for x, y in points
    )


def test_fill_when_clipped_leaves_the_outside_alone() -> None:
    ground, paint = colour("#ffffff"), colour("#000000")
    canvas = Canvas(20, ground)
    canvas.fill("0,0! 100,0! 100,100! 0,100!", paint, inside=("0,0! 50,0! 50,100! 0,100!",))
    picture = canvas.picture()
    assert picture.getpixel((4, 10)) == paint
    assert picture.getpixel((15, 10)) == ground


def test_fill_when_it_lies_outside_the_picture_draws_nothing() -> None:
    canvas = Canvas(20, colour("#ffffff"))
    canvas.fill("200,200! 220,200! 220,220!", colour("#000000"), inside=("0,0! 300,0! 300,300! 0,300!",))
    assert canvas.picture().getextrema() == ((255, 255),) * 3
