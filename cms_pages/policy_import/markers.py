"""The marks that open a part of a regulation: 第一章, 第一节, 第一条, 一、, （一）, 1., （1）."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cms_pages.policy_import.tree import Line, Rank
from portal.numerals import NUMERAL_CHARACTERS, to_int


class Kind(StrEnum):
    """What a line opens; TEXT opens nothing."""

    BOOK = "book"
    CHAPTER = "chapter"
    DIVISION = "division"
    ARTICLE = "article"
    INSERTED_ARTICLE = "inserted_article"
    HEADING = "heading"
    ITEM = "item"
    SUB_ITEM = "sub_item"
    POINT = "point"
    TEXT = "text"


RANKS = {Kind.ITEM: Rank.ITEM, Kind.SUB_ITEM: Rank.SUB_ITEM, Kind.POINT: Rank.POINT}


@dataclass(frozen=True, slots=True)
class Marked:
    """A line with its marker taken off: 第三条 原则 → ARTICLE, 3, "第三条", "原则"."""

    line: int
    kind: Kind
    number: int
    marker: str
    text: str

    @property
    def whole(self) -> str:
        """The line as it stood."""
        return f"{self.marker}{self.text}"


LONGEST_BOOK_TITLE = 12

_N = rf"[{NUMERAL_CHARACTERS}]"
_SPACED = rf"(?P<number>{_N}(?: ?{_N})*|[0-9]{{1,4}})"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# “第十条规定的……”, “第三章和……” begin a sentence about a part, not the part itself.
_NOT_A_REFERENCE = r"(?![、，的第]|[和及与或至]第|规定|所[列称述])"
# “一、二层为……” counts floors; “一、三年目标” is a heading.
_NOT_A_LIST = rf"(?!{_N}+[、层楼级期批类])"

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.BOOK, rf"第 ?{_SPACED} ?(?:编|篇|部分)(?= |$|[^，。；：的]{{1,{LONGEST_BOOK_TITLE}}}$)"),
        (Kind.CHAPTER, rf"第 ?{_SPACED} ?章{_NOT_A_REFERENCE}"),
        (Kind.DIVISION, rf"第 ?{_SPACED} ?节{_NOT_A_REFERENCE}"),
        (Kind.INSERTED_ARTICLE, rf"第 ?{_SPACED} ?条之{_N}"),
        (Kind.ARTICLE, rf"第 ?{_SPACED} ?条{_NOT_A_REFERENCE}"),
        (Kind.ITEM, rf"[（(] ?(?P<number>{_N}{{1,5}}) ?[）)]、?"),
        (Kind.HEADING, rf"(?P<number>{_N}{{1,5}})[、.．]{_NOT_A_LIST}"),
        (Kind.SUB_ITEM, r"(?P<number>[0-9]{1,3}) ?[.．、](?![0-9])"),
        (Kind.POINT, r"[（(] ?(?P<number>[0-9]{1,3}) ?[）)]"),
        (Kind.POINT, r"(?P<number>[0-9]{1,3})[）)]"),
        (Kind.POINT, rf"(?P<number>[{_CIRCLED}])"),
    )
)


def read_marker(line: Line) -> Marked:
    """The line with the part that it opens; lines without a marker are TEXT with the number 0."""
    for kind, pattern in _PATTERNS:
        match = pattern.match(line.text)
        number = _number(match["number"]) if match else None
        if match and number:
            return Marked(
                line.number, kind, number, match[0].replace(" ", ""), line.text[match.end() :].strip()
            )
    return Marked(line.number, Kind.TEXT, 0, "", line.text)


def first_index(lines: list[Marked], wanted: Callable[[Marked], bool]) -> int | None:
    """The place of the first line that is wanted."""
    return next((place for place, line in enumerate(lines) if wanted(line)), None)


def _number(text: str) -> int | None:
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    try:
        return to_int(text.replace(" ", ""))
    except ValueError:
        return None
