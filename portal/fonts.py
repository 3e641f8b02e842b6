"""Chinese fonts for what the portal draws itself: cards and documents.

The system's Noto fonts come first, because they have a real bold; where they are missing, the regular cuts of an
installed package serve, which cover the characters of names in GB 18030-2022. `FONT_FOLDERS` (a setting) names the
folders that are searched.
"""

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

FOLDERS = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-serif-cjk-fonts",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
)
BUNDLED = {"sans": sans_path, "serif": serif_path}
REGION = " SC"


@dataclass(frozen=True)
class Face:
    """A font file; `bold_missing` asks whoever draws to thicken the strokes."""

    path: str
    index: int = 0
    bold_missing: bool = False

    @cached_property
    def font(self) -> TTFont:
        """The font, its file kept open: glyphs are read from it as they are asked for."""
        font = TTFont(self.path, fontNumber=self.index, lazy=True)
        weakref.finalize(self, font.close)
        return font

    @cached_property
    def _glyphs(self) -> dict[int, str]:
        return self.font.getBestCmap()

    @cached_property
    def units(self) -> int:
        """Font units in an em."""
        return int(self.font["head"].unitsPerEm)

    def glyph(self, char: str) -> str | None:
        """The name of the character's glyph; None where the font lacks it."""
        return self._glyphs.get(ord(char))

    def advance(self, char: str) -> float:
        """How far the character takes the pen, in ems."""
        glyph = self.glyph(char) or ".notdef"
        return float(self.font["hmtx"][glyph][0]) / self.units


@lru_cache(maxsize=8)
def faces(style: str, *, bold: bool = False) -> tuple[Face, ...]:
    """Fonts in the order in which a character is looked for: first of the style ("sans", "serif"), then the other."""
    other = "serif" if style == "sans" else "sans"
    return tuple(face for wanted in (style, other) for face in _of_style(wanted, bold))


def face_for(char: str, chain: Sequence[Face]) -> Face:
    """The first font that has the character; the first of all when none has."""
    return next((face for face in chain if face.glyph(char)), chain[0])


def runs(text: str, chain: Sequence[Face]) -> list[tuple[Face, str]]:
    """The text in pieces that one font can set."""
    pieces: list[tuple[Face, str]] = []
    for char in text:
        face = face_for(char, chain)
        if pieces and pieces[-1][0] == face:
            pieces[-1] = (face, pieces[-1][1] + char)
        else:
            pieces.append((face, char))
    return pieces


def system_has(style: str) -> bool:
    """Whether the machine has a Chinese font of the style, so that nothing need stand in for it."""
    return any(_system_face(folder, style, "Regular") for folder in _folders())


def _of_style(style: str, bold: bool) -> list[Face]:
    weight = "Bold" if bold else "Regular"
    found = [face for folder in _folders() if (face := _system_face(folder, style, weight))]
    return [*found[:1], Face(str(BUNDLED[style]()), bold_missing=bold)]


def _folders() -> Sequence[str]:
    return getattr(settings, "FONT_FOLDERS", FOLDERS)


def _system_face(folder: str, style: str, weight: str) -> Face | None:
    path = Path(folder) / f"Noto{style.title()}CJK-{weight}.ttc"
    if not path.is_file():
        return None
    with TTCollection(str(path), lazy=True) as collection:
        names = [font["name"].getDebugName(1) or "" for font in collection.fonts]
    index = next((number for number, name in enumerate(names) if name.endswith(REGION)), 0)
    return Face(str(path), index)
