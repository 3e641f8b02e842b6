"""Codes that scanners read, proven by a scanner (P15)."""

import io
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from portal.qr import QUIET_ZONE, symbol

SHORT = "https://qct.hailan.example/m/7K3Q9X"


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image.convert("RGB"))]


def as_jpeg(image: Image.Image, side: int) -> Image.Image:
    """The picture as a messenger would send it on: small, and compressed with loss."""
    buffer = io.BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=75)
    return Image.open(buffer)


@pytest.mark.parametrize("side", [65, 95, 200, 600])
def test_short_address_is_read_from_a_small_jpeg(side) -> None:
    assert read(as_jpeg(symbol(SHORT).image(10), side)) == [SHORT]


@pytest.mark.parametrize("text", ["A", SHORT, "青创通" * 20, "https://hailan.example/" + "x" * 400])
def test_any_text_comes_back_as_it_was(text) -> None:
    assert read(symbol(text).image(4)) == [text]


def test_level_and_version_are_fixed_by_the_length_of_the_text() -> None:
    assert zxingcpp.read_barcodes(symbol(SHORT).image(8).convert("RGB"))[0].ec_level == "M"
    assert {symbol(SHORT[:-6] + code).version for code in ("222222", "ZZZZZZ", "7K3Q9X")} == {3}


def test_quiet_zone_is_four_white_modules_on_every_side() -> None:
    image = symbol(SHORT).image(3)
    edge = QUIET_ZONE * 3
    box = image.point(lambda value: 255 - value).getbbox()
    assert box == (edge, edge, image.width - edge, image.height - edge)


def test_drawing_paints_the_modules_of_the_picture() -> None:
    code = symbol(SHORT)
    root = ElementTree.fromstring(code.svg('王 & "明"'))
    assert root.attrib["aria-label"] == '王 & "明"'
    painted = Image.new("L", (code.full_width, code.full_width), 255)
    for run in code.path().removesuffix("z").split("z"):
        corner, length = run.removeprefix("M").split("h")[:2]
        x, y = map(int, corner.split())
        painted.paste(0, (x, y, x + int(length.split("v")[0]), y + 1))
    assert painted.tobytes() == code.image(1).tobytes()


def test_text_that_no_code_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="3000 bytes"):
        symbol("x" * 3000)
