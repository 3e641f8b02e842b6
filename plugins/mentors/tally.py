"""Counting over bit masks: which rows match a choice of filters, and what every other choice would give.

Several values of one facet widen, several facets narrow; a facet's counts leave its own choice aside, so that they
say what one more click would bring (P10).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = tuple[Any, ...]
"""A key, then one hexadecimal mask for each facet ("" for none), then whatever the caller sorts by."""


@dataclass(frozen=True)
class Tally:
    """`rows` match everything; `counts` gives rows by facet and bit; `without` the total if that choice were dropped."""

    rows: Sequence[Row]
    counts: Mapping[str, Mapping[int, int]]
    without: Mapping[str, int]


def tally(rows: Sequence[Row], facets: Sequence[str], chosen: Mapping[str, int]) -> Tally:
    """Count the rows; `facets` names their masks in order, `chosen` holds the chosen bits, 0 or none for no choice."""
    places = {name: place for place, name in enumerate(facets, start=1)}
    tests = {name: _accepted(rows, places[name], mask) for name, mask in chosen.items() if mask}
    matching = _passing(rows, [(places[name], accepted) for name, accepted in tests.items()])
    counts, without = {}, {}
    for name, place in places.items():
        base = matching
        if name in tests:
            base = _passing(
                rows, [(places[other], accepted) for other, accepted in tests.items() if other != name]
            )
            without[name] = len(base)
        counts[name] = _by_bit(Counter([row[place] for row in base]))
    return Tally(matching, counts, without)


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def overlap(text: str, mask: int) -> int:
    """How many of the chosen bits a hexadecimal mask has."""
    return (int(text, 16) & mask).bit_count() if text else 0


def _accepted(rows: Sequence[Row], place: int, mask: int) -> frozenset[str]:
    return frozenset(text for text in {row[place] for row in rows} if overlap(text, mask))


def _passing(rows: Sequence[Row], tests: Sequence[tuple[int, frozenset[str]]]) -> Sequence[Row]:
    for place, accepted in tests:
        rows = [row for row in rows if row[place] in accepted]
    return rows


def _by_bit(masks: Mapping[str, int]) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for text, number in masks.items():
        for bit in bits(int(text, 16)) if text else ():
            counts[bit] += number
    return dict(counts)
