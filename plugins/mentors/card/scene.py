"""A drawing as a list of parts, in units of its own; `raster` paints it, `vector` writes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portal.fonts import face_for, faces
from portal.qr import Symbol

# Marks that must not begin a line, and those that must not end one.
NOT_FIRST = set("，。、；：！？）》」』”’…—·,.;:!?)]}%")
NOT_LAST = set("（《「『“‘([{")
SHORTEST_LAST_LINE = 3


@dataclass(frozen=True)
class Words:
    """One line of text; `x` is its left end, middle or right end by `anchor`, `y` the baseline."""

    text: str
    x: float
    y: float
    size: float
    color: str
    style: str = "sans"
    bold: bool = False
    anchor: str = "left"

    @property
    def width(self) -> float:
        chain = faces(self.style, bold=self.bold)
        return sum(face_for(char, chain).advance(char) for char in self.text) * self.size

    @property
    def left(self) -> float:
        return self.x - {"left": 0.0, "middle": 0.5, "right": 1.0}[self.anchor] * self.width

    def fitted(self, width: float) -> "Words":
        """The same, smaller if need be, so that it is no wider than `width`."""
        return self if self.width <= width else replace(self, size=self.size * width / self.width)

    def wrapped(self, width: float) -> list[str]:
        """The text in lines of at most that width, broken as Chinese is: between characters, inside a Latin
        word only where it is longer than a line.

        The last line is not left with one or two characters.
        """
        lines = self._lines(width)
        narrower = width
        while len(lines) > 1 and len(lines[-1]) < SHORTEST_LAST_LINE and narrower > width / 2:
            narrower -= self.size / 2
            lines = self._lines(narrower)
        return lines

    def _lines(self, width: float) -> list[str]:
        lines, line = [], ""
        for piece in self._pieces(width):
            if line and replace(self, text=line + piece).width > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        return [*lines, line] if line else lines

    def _pieces(self, width: float) -> Iterator[str]:
        for piece in _pieces(self.text):
            fits = replace(self, text=piece.rstrip()).width <= width
            yield from [piece] if fits else piece


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    color: str
    radius: float = 0


@dataclass(frozen=True)
class Code:
    """A QR code; `x` and `y` are the corner of its first dark module, `side` is measured without the quiet zone."""

    symbol: Symbol
    x: float
    y: float
    side: float

    @property
    def module(self) -> float:
        return self.side / self.symbol.width


@dataclass(frozen=True)
class Picture:
    """One of the portal's drawings (a template that holds an SVG), `width` wide; its colours by name."""

    template: str
    x: float
    y: float
    width: float
    colors: tuple[tuple[str, str], ...] = ()


Part = Words | Box | Code | Picture


@dataclass(frozen=True)
class Scene:
    width: int
    height: int
    ground: str
    parts: Sequence[Part]


def _pieces(text: str) -> Iterator[str]:
    """What a line break must not divide: a Latin word, a mark with what it belongs to, else a single character."""
    piece = ""
    for char in text:
        glued = piece and (char in NOT_FIRST or piece[-1] in NOT_LAST or (_latin(char) and _latin(piece[-1])))
        if piece and not glued:
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _latin(char: str) -> bool:
    return char.isascii() and not char.isspace()
