"""One form for the same text however it was typed: full width, capitals, traditional characters, invisible marks.

Characters are folded one by one, never by phrase: what a reader types and what a writer wrote must come out alike
whatever stands beside it, and every folded character must point at its place in the original.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

# Characters that fold into one and never join with their neighbours: ASCII, dashes and quotes, Chinese characters and
# punctuation, full width forms of ASCII. Nearly every text consists of them, and a table folds them at once.
PLAIN = r"\t\n\r -~\u00b7\u2010-\u2016\u2018-\u2022\u3000-\u3029\u3030-\u303f\u3400-\u9fff\uff01-\uff5e"
WHOLLY_PLAIN = re.compile(rf"[{PLAIN}]*")
PIECE = re.compile(rf"(?P<plain>[{PLAIN}]+(?=[{PLAIN}]|\Z))|(?s:.)[^{PLAIN}]*")
IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_ONES = tuple((place, place + 1) for place in range(4096))


@dataclass(frozen=True)
class Folded:
    """Folded text; `spans` holds for each of its characters the [start, end) it came from in the original.

    Spans never run backwards. A character that expands gives every part the same span; characters that join share one.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters [start, end) stand in the original; they must be at least one."""
        return self.spans[start][0], self.spans[end - 1][1]


def fold(text: str) -> Folded:
    """Normal form KC, lower case, simplified; folding again changes nothing, and no text is refused.

    Control characters and lone surrogates become blanks, invisible format characters vanish.
    """
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end, plain in _clusters(text):
        part = _folded(text[start:end])
        folded.append(part)
        if plain:
            spans.extend(_ones(start, end))
        else:
            spans.extend([(start, end)] * len(part))
    return Folded("".join(folded), tuple(spans))


def _ones(start: int, end: int) -> Iterable[tuple[int, int]]:
    """The span of each character by itself; those of most texts exist already."""
    if end <= len(_ONES):
        return _ONES[start:end]
    return zip(range(start, end), range(start + 1, end + 1), strict=True)


def normalise(text: str) -> str:
    """Folded text alone, for those who need no way back."""
    if WHOLLY_PLAIN.fullmatch(text):
        return _folded(text)
    return "".join(_folded(text[start:end]) for start, end, _plain in _clusters(text))


def _clusters(text: str) -> Iterator[tuple[int, int, bool]]:
    """Pieces that fold by themselves, with whether they do so character by character.

    Whatever could join by normalisation stays together.
    """
    for piece in PIECE.finditer(text):
        start, end = piece.span()
        if piece["plain"]:
            yield start, end, True
            continue
        for place in range(start + 1, end):
            if not _joins(text[start:place], text[place]):
                yield start, place, False
                start = place
        yield start, end, False


def _joins(cluster: str, character: str) -> bool:
    if _vanishes(character) or unicodedata.combining(_nfkd(character)[0]):
        return True
    cluster = "".join(one for one in cluster if not _vanishes(one))
    return _nfkc(cluster + character) != _nfkc(cluster) + _nfkc(character)


def _vanishes(character: str) -> bool:
    """Whether it is a format character: what stands at both sides of it is together once it is gone."""
    return _TABLE[ord(character)] == ""


def _folded(cluster: str) -> str:
    folded = _nfkc(cluster).translate(_TABLE)
    # Lower case can bring marks that join; a second look settles it.
    return folded if folded.isascii() else _nfkc(folded).translate(_TABLE)


def _nfkd(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


class _Table(dict[int, str]):
    """What `str.translate` makes of each character; worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = self._fold(code)
        if code < 0x10000:  # the rest is too rare to keep, and too much to keep whole
            self[code] = folded
        return folded

    @staticmethod
    def _fold(code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Zs", "Zl", "Zp"):
            return " "
        if category == "Cf" or any(code in selectors for selectors in VARIATION_SELECTORS):
            return ""
        return "".join(_simplified().get(one, one) for one in character.lower())


_TABLE = _Table()


@cache
def _simplified() -> dict[str, str]:
    """Every traditional character with its simplified one, chains followed to their end."""
    from opencc import OpenCC

    characters = [chr(code) for block in IDEOGRAPHS for code in block]
    # One on each line: nothing is taken for part of a phrase.
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {old: new for old, new in zip(characters, converted, strict=True) if old != new}
    return {old: table.get(new, new) for old, new in table.items()}
