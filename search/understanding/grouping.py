"""Text parted into what is asked for, what says nothing, and what nobody knows."""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from search.analysis.segmenting import Word, cut, is_chinese
from search.understanding.lexicon import Lexicon

LONGEST_GROUP = 8  # words that one known text may consist of
MEASURES = "个位名家年月天岁元块万次人条项份"
NUMBER = re.compile(f"[一二三四五六七八九十百千万亿两几半]+[{MEASURES}]?")


class Kind(Enum):
    KNOWN = "a term, a synonym or a name"
    WORD = "a word of the dictionary"
    LOOSE = "characters that the dictionary does not know together"
    LATIN = "letters or digits"
    STOP = "says nothing about what is looked for"


class Segment(NamedTuple):
    text: str
    kind: Kind


def segments(text: str, lexicon: Lexicon) -> list[Segment]:
    """The words of an unbroken folded text from left to right, the longest known stretch of them first."""
    words = cut(text)
    found: list[Segment] = []
    place = 0
    while place < len(words):
        segment, used = _longest(text, words, place, lexicon)
        if used == 1 and (crossing := _known_across(text, words, place, lexicon)):
            stop, segment, used = crossing
            found.append(stop)
        place += used
        if segment.kind is Kind.LOOSE and segment.text in MEASURES and found and found[-1].text.isdigit():
            segment = Segment(segment.text, Kind.STOP)
        if segment.kind is Kind.LOOSE and found and found[-1].kind is Kind.LOOSE:
            segment = Segment(found.pop().text + segment.text, Kind.LOOSE)
        found.append(segment)
    return found


def literal(text: str, slips: Sequence[str], lexicon: Lexicon) -> list[Segment]:
    """The segments of a text as it was typed: what may be a slip, and what nobody knows with its neighbours, is to be
    met by these characters in a row."""
    for slip in slips:
        before, typed, after = text.partition(slip)
        if typed:
            return [
                *literal(before, slips, lexicon),
                Segment(slip, Kind.LOOSE),
                *literal(after, slips, lexicon),
            ]
    return _in_a_row(segments(text, lexicon))


def _in_a_row(found: list[Segment]) -> list[Segment]:
    """The segments with what nobody knows joined to its neighbours."""
    joined: list[Segment] = []
    for asked, stretch in groupby(found, key=lambda segment: segment.kind not in (Kind.STOP, Kind.LATIN)):
        segments = list(stretch)
        if asked and any(segment.kind is Kind.LOOSE for segment in segments):
            segments = [Segment("".join(segment.text for segment in segments), Kind.LOOSE)]
        joined += segments
    return joined


def _longest(text: str, words: list[Word], place: int, lexicon: Lexicon) -> tuple[Segment, int]:
    for used in range(min(LONGEST_GROUP, len(words) - place), 0, -1):
        joined = text[words[place].start : words[place + used - 1].end]
        if lexicon.is_stop(joined):
            return Segment(joined, Kind.STOP), used
        if lexicon.knows(joined):
            return Segment(joined, Kind.KNOWN), used
        if 1 < used == len(joined) and lexicon.is_phrase(joined) and not any(map(lexicon.is_stop, joined)):
            return Segment(joined, Kind.WORD), used
    word = words[place].text
    return Segment(word, _kind(word)), 1


def _known_across(
    text: str, words: list[Word], place: int, lexicon: Lexicon
) -> tuple[Segment, Segment, int] | None:
    """A chosen text that begins inside a word, behind what says nothing: 想开|公司 holds 开公司."""
    word = words[place]
    if lexicon.knows(word.text):
        return None
    for used in range(min(LONGEST_GROUP, len(words) - place), 1, -1):
        end = words[place + used - 1].end
        for start in range(word.start + 1, word.end):
            stop, known = text[word.start : start], text[start:end]
            if lexicon.is_stop(stop) and lexicon.is_trusted(known):
                return Segment(stop, Kind.STOP), Segment(known, Kind.KNOWN), used
    return None


def _kind(word: str) -> Kind:
    if not is_chinese(word):
        return Kind.LATIN
    if len(word) == 1:
        return Kind.LOOSE
    return Kind.STOP if NUMBER.fullmatch(word) else Kind.WORD
