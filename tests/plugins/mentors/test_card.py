"""The card leads to the mentor from every file and size, and shows names as they are written (P15)."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from django.test import override_settings
from PIL import Image, ImageChops
from pypdf import PdfReader
from weasyprint import HTML

from plugins.mentors.card import layouts, raster, vector
from plugins.mentors.card.content import CardContent
from plugins.mentors.card.files import KINDS
from plugins.mentors.card.scene import Box, Code, Picture, Words
from plugins.mentors.card.vcard import escaped, folded, name_parts, vcard
from portal import fonts
from portal.qr import QUIET_ZONE, SMALLEST_PRINT_MM, symbol

URL = "https://qct.hailan.example/m/7K3Q9X"
MM_PER_POINT = 25.4 / 72
COAST_WIDTH, SPIRE = 1440, 12  # of templates/components/skyline.html: the drawing, and its highest point


CONTENT = CardContent(
    code="7K3Q9X",
    url=URL,
    name="尉迟青",
    organisation="青禾顾问",
    position="高级顾问",
    role="青创通创业导师",
    headline="股权架构、员工期权、投资协议逐条讲；也帮你看合同里的坑",
    fields=["股权", "合同法务", "融资"],
    points=["看股东协议里哪一条会伤到你。", "设计员工期权。"],
    site_name="青创通",
    site_tagline="海澜市创业服务云平台",
    host="主办：海澜市人力资源和社会保障局",
    hotline="服务热线 0000-12345678",
)


@pytest.fixture
def content() -> CardContent:
    return CONTENT


@cache
def built(name: str) -> bytes:
    """A file of the card, made once for all who only look at it."""
    return KINDS[name].build(CONTENT)


@pytest.fixture(scope="module", params=["system", "bundled"])
def machine(request) -> Iterator[str]:
    """With the fonts of this machine, and with none but those that are installed with the portal."""
    with override_settings(FONT_FOLDERS=fonts.FOLDERS if request.param == "system" else ()):
        fonts.faces.cache_clear()
        yield request.param
    fonts.faces.cache_clear()


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image.convert("RGB"))]


def pdf_page(data: bytes, dpi: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    return document[0].render(scale=dpi / 72).to_pil()


def from_svg(data: bytes | str, dpi: int = 150) -> Image.Image:
    """A drawing as a print program would rasterise it."""
    drawing = data.decode() if isinstance(data, bytes) else data
    page = f"<style>@page{{size:148mm 105mm;margin:0}}svg{{display:block;height:105mm}}</style>{drawing}"
    return pdf_page(HTML(string=page).write_pdf(), dpi)


# The code can be scanned --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["card.png", "share.png"])
def test_picture_can_be_scanned_whole_and_at_half_size(name) -> None:
    picture = Image.open(io.BytesIO(built(name)))
    assert read(picture) == [URL]
    assert read(picture.resize((picture.width // 2, picture.height // 2))) == [URL]


def test_picture_can_be_scanned_when_its_code_is_65_pixels_of_jpeg(content) -> None:
    picture = Image.open(io.BytesIO(built("card.png")))
    code = next(part for part in layouts.card_scene(content).parts if isinstance(part, Code))
    scale = 65 / (code.side + 2 * QUIET_ZONE * code.module)
    buffer = io.BytesIO()
    small = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    )
    small.save(buffer, "JPEG", quality=75)
    assert read(Image.open(buffer)) == [URL]


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("name", ["card.pdf", "poster.pdf"])
def test_print_can_be_scanned(name, dpi) -> None:
    assert read(pdf_page(built(name), dpi)) == [URL]


@pytest.mark.parametrize("name", ["card.svg", "qr.svg"])
def test_drawing_can_be_scanned(name) -> None:
    assert read(from_svg(built(name))) == [URL]


@pytest.mark.parametrize("scene", [layouts.card_scene, layouts.poster_scene])
def test_printed_code_is_wide_enough_and_has_its_quiet_zone(content, scene) -> None:
    drawn = scene(content)
    code = next(part for part in drawn.parts if isinstance(part, Code))
    quiet = QUIET_ZONE * code.module
    assert code.side / 10 >= SMALLEST_PRINT_MM
    left, top, right, bottom = (
        code.x - quiet,
        code.y - quiet,
        code.x + code.side + quiet,
        code.y + code.side + quiet,
    )
    for words in drawn.parts:
        if isinstance(words, Words) and words.text:
            apart = (
                words.y <= top
                or words.y - words.size * 0.9 >= bottom
                or words.left >= right
                or words.left + words.width <= left
            )
            assert apart, words.text


@pytest.mark.parametrize(("name", "width", "height"), [("card.pdf", 148, 105), ("poster.pdf", 210, 297)])
def test_sheets_have_their_size_and_real_text(name, width, height) -> None:
    page = PdfReader(io.BytesIO(built(name))).pages[0]
    size = float(page.mediabox.width), float(page.mediabox.height)
    assert size == pytest.approx((width / MM_PER_POINT, height / MM_PER_POINT), abs=0.5)
    words = page.extract_text()
    for expected in ("尉迟青", "高级顾问", "股权", "/m/7K3Q9X"):
        assert expected in words


def test_pictures_have_their_size() -> None:
    assert Image.open(io.BytesIO(built("card.png"))).size == (1480, 1050)
    assert Image.open(io.BytesIO(built("share.png"))).size == (1200, 630)


# What it shows ------------------------------------------------------------------------------------------------


def test_drawing_needs_no_font_and_tells_screen_readers_whose_it_is() -> None:
    drawing = built("card.svg")
    root = ElementTree.fromstring(drawing)
    assert root.find("{*}title").text == "尉迟青的导师名片"
    assert b"<text" not in drawing


@pytest.fixture(scope="module")
def ink(machine) -> Callable[[str], Image.Image]:
    """`ink("王")`: what a name alone paints, on as much of the card as it needs."""

    @cache
    def paint(name: str) -> Image.Image:
        scene = layouts.card_scene(replace(CONTENT, name=name))
        words = next(part for part in scene.parts if isinstance(part, Words))
        width, height = round(words.x + 2 * words.size), round(words.y + words.size)
        alone = replace(scene, parts=[words], width=width, height=height)
        return Image.open(io.BytesIO(raster.png(alone))).convert("L")

    return paint


@pytest.mark.parametrize("char", ["㛃", "䶮", "𬭎", "王"])
def test_rare_characters_are_painted_as_themselves(ink, char) -> None:
    """Neither nothing nor the box that stands for what a font lacks."""
    painted, box = ink(char), ink("\U0010fffd")
    assert painted.getextrema()[0] < 128
    assert ImageChops.difference(painted, box).getbbox()
    others = {ink(other).tobytes() for other in "㛃䶮𬭎" if other != char}
    assert painted.tobytes() not in others


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "阿依古丽·买买提明·吐尔逊江"},
        {
            "organisation": "海澜市科技创新创业孵化器集团股份有限公司",
            "position": "高级合伙人兼首席技术转化顾问",
        },
        {"headline": "陪 30 多家初创企业走完融资，从讲清故事到对赌条款" * 3},
        {"fields": ["知识产权与技术转化服务", "股权架构与员工期权设计", "融资", "合同"]},
        {"points": ["一件说起来很长的事，" * 12] * 3},
        {"fields": [], "points": [], "headline": "看", "site_tagline": "", "host": "", "hotline": ""},
    ],
)
@pytest.mark.parametrize("layout", [layouts.card_scene, layouts.share_scene, layouts.poster_scene])
def test_nothing_runs_off_the_sheet_or_into_the_code(content, layout, changes) -> None:
    scene = layout(replace(content, **changes))
    code = next(part for part in scene.parts if isinstance(part, Code))
    for words in scene.parts:
        if isinstance(words, Words):
            right = words.left + words.width
            assert words.left >= 0
            assert right <= scene.width
            beside = code.y - words.size < words.y < code.y + code.side + words.size
            assert not (beside and words.left < code.x < right), words.text
    coast = next(
        part for part in scene.parts if isinstance(part, Picture) and part.template == layouts.SKYLINE[0]
    )
    highest = coast.y + SPIRE / COAST_WIDTH * coast.width
    tags = [part for part in scene.parts if isinstance(part, Box) and part.color == layouts.TAG]
    assert [part for part in tags if part.y + part.height > highest] == []


def test_lines_break_as_chinese_does() -> None:
    words = Words("陪 30 多家企业走完融资，“算明白”估值（AI、SaaS）怎么谈。", 0, 0, 10, "#000")
    lines = words.wrapped(70)
    assert "".join(lines).replace(" ", "") == words.text.replace(" ", "")
    assert not any(line[0] in "，。、）”" or line[-1] in "（“" for line in lines)
    assert any("SaaS" in line for line in lines)
    assert len(lines[-1]) > 2
    assert all(replace(words, text=line).width <= 70 for line in lines)


def test_text_in_a_drawing_cannot_become_markup(content) -> None:
    drawing = vector.svg(layouts.card_scene(replace(content, name="<script>&")), "<b>", outlined=False)
    assert "<script>" not in drawing
    assert ElementTree.fromstring(drawing).find("{*}title").text == "<b>"


# As a contact -------------------------------------------------------------------------------------------------


def test_contact_names_person_work_and_address_and_no_way_to_call(content) -> None:
    lines = vcard(content).decode().split("\r\n")
    assert lines[0] == "BEGIN:VCARD"
    assert lines[1] == "VERSION:3.0"
    assert lines[-2:] == ["END:VCARD", ""]
    assert "N:尉迟;青;;;" in lines
    assert "FN:尉迟青" in lines
    assert "ORG:青禾顾问" in lines
    assert f"URL:{URL}" in lines
    assert not re.search(r"^(TEL|EMAIL|ADR)", vcard(content).decode(), re.MULTILINE)


def test_contact_lines_are_folded_and_unfold_to_what_they_were(content) -> None:
    data = vcard(replace(content, headline="一句很长的话，" * 20))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    unfolded = data.decode().replace("\r\n ", "")
    assert escaped("一句很长的话，" * 20) in unfolded


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A;B,C", "A\\;B\\,C"),
        ("甲\\乙", "甲\\\\乙"),
        ("一\r\nTEL:110", "一\\nTEL:110"),
        ("一\u2028二\x85三", "一\\n二\\n三"),
    ],
)
def test_contact_values_cannot_begin_a_new_field(text, value) -> None:
    assert escaped(text) == value


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王晓明", ("王", "晓明")),
        ("欧阳修", ("欧阳", "修")),
        ("阿依古丽·买买提", ("阿依古丽·买买提", "")),
        ("Anna", ("Anna", "")),
    ],
)
def test_contact_splits_a_name_as_it_is_written(name, parts) -> None:
    assert name_parts(name) == parts


def test_folded_never_cuts_a_character() -> None:
    assert b"".join(folded("王" * 60)).replace(b" ", b"").decode() == "王" * 60


def test_contact_can_be_put_into_a_code(content) -> None:
    data = vcard(content).decode()
    assert read(symbol(data).image(4)) == [data]


def test_word_that_is_longer_than_a_line_is_broken_and_no_shorter_one() -> None:
    long = "Internationalisierungsstrategieberatung"
    words = Words(f"{long} 与 seed funding 融资", x=0, y=0, size=20, color="#000000")
    lines = words.wrapped(180)
    assert max(replace(words, text=line).width for line in lines) <= 180
    assert "".join(lines).replace(" ", "") == words.text.replace(" ", "")
    assert any("funding" in line for line in lines)
