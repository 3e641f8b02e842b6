"""Fonts are found on any machine, and rare characters of names have a glyph somewhere."""

import pytest

from portal import fonts

RARE = "㛃䶮𬭎"


@pytest.fixture(params=["system", "bundled"])
def machine(request, settings) -> str:
    """As this machine is, and as one without a Chinese font."""
    if request.param == "bundled":
        settings.FONT_FOLDERS = ()
    fonts.faces.cache_clear()
    yield request.param
    fonts.faces.cache_clear()


@pytest.mark.parametrize("bold", [True, False])
@pytest.mark.parametrize("style", ["sans", "serif"])
def test_rare_characters_of_names_are_never_boxes(machine, style, bold) -> None:
    chain = fonts.faces(style, bold=bold)
    for char in RARE + "王Aa1，·":
        assert fonts.face_for(char, chain).glyph(char), char


def test_bundled_fonts_ask_for_thicker_strokes_instead_of_bold(settings) -> None:
    settings.FONT_FOLDERS = ()
    fonts.faces.cache_clear()
    assert all(face.bold_missing for face in fonts.faces("serif", bold=True))
    assert not any(face.bold_missing for face in fonts.faces("serif"))
    fonts.faces.cache_clear()


def test_runs_cut_the_text_where_another_font_is_needed() -> None:
    class Only(fonts.Face):
        def glyph(self, char: str) -> str | None:
            return char if char in self.path else None

    latin, han = Only("ab"), Only("王明")
    assert fonts.runs("ab王b明?", (latin, han)) == [
        (latin, "ab"),
        (han, "王"),
        (latin, "b"),
        (han, "明"),
        (latin, "?"),
    ]


def test_advance_is_measured_in_ems(machine) -> None:
    face = fonts.faces("sans")[0]
    assert face.advance("王") == 1
    assert 0 < face.advance("i") < face.advance("W") < 1
