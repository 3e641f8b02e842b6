"""Pinyin that stops half-way: every syllable by its beginning, some of them in full. wangyt, rongz, guquanjl."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

SHORTEST, LONGEST = 3, 30
LEAST_TO_GO_ON = 4  # fewer letters are the beginning of anything
MOST_STEPS = 4000
DIGRAPHS = ("zh", "ch", "sh")

Row = tuple[tuple[str, ...], str]


class Reading(NamedTuple):
    """A text that the letters may stand for; `whole` where no syllable of it is left to type."""

    text: str
    whole: bool


class HalfTyped:
    """Finds texts by the beginnings of their syllables."""

    def __init__(self, readings: Iterable[Row]) -> None:
        self._rows: Sequence[Row] = sorted(readings)

    def of(self, typed: str) -> list[Reading]:
        """The texts, each once. Initials alone are not enough; nothing goes on before a syllable is typed in full."""
        if not SHORTEST <= len(typed) <= LONGEST or not (typed.isascii() and typed.isalpha()):
            return []
        found: dict[Reading, None] = {}
        for steps, reading in enumerate(self._walk(0, len(self._rows), 0, typed, certain=False)):
            if steps > MOST_STEPS:
                break
            if reading.whole or len(typed) >= LEAST_TO_GO_ON:
                found[reading] = None
        return list(found)

    def _walk(self, first: int, end: int, depth: int, rest: str, *, certain: bool) -> Iterator[Reading]:
        """Of the rows between two places, which share their first syllables, those whose next ones begin like the rest."""
        if not rest:
            if certain:
                yield from (Reading(text, len(read) == depth) for read, text in self._rows[first:end])
            return
        for syllable, place, after in self._syllables(first, end, depth, rest[0]):
            for used in range(_common(syllable, rest), 0, -1):
                sure = certain or _is_sure(syllable, used)
                yield from self._walk(place, after, depth + 1, rest[used:], certain=sure)

    def _syllables(self, first: int, end: int, depth: int, letter: str) -> Iterator[tuple[str, int, int]]:
        """Every syllable at this depth that begins with the letter, and between which places its rows stand."""

        def at_depth(row: Row) -> tuple[str, ...]:
            return row[0][depth : depth + 1]

        key: tuple[str, ...] = (letter,)
        place = bisect_left(self._rows, key, first, end, key=at_depth)
        while place < end and self._rows[place][0][depth].startswith(letter):
            key = at_depth(self._rows[place])
            after = bisect_right(self._rows, key, place, end, key=at_depth)
            yield key[0], place, after
            place = after


def _common(syllable: str, rest: str) -> int:
    """How many letters the two begin with alike."""
    pairs = zip(syllable, rest, strict=False)
    return next(
        (place for place, (one, other) in enumerate(pairs) if one != other), min(len(syllable), len(rest))
    )


def _is_sure(syllable: str, used: int) -> bool:
    """Whether so many letters of a syllable are no mere initial."""
    return used > 1 and (used == len(syllable) or syllable[:used] in DIGRAPHS)
