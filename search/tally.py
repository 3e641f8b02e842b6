"""Counting hits: which of them match a choice of filters, and what every other choice would give.

Several values of one facet widen, several facets narrow; a facet's counts leave its own choice aside, so that they
say what one more click would bring (P10).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

from search.facets import Bits

Row = tuple[Any, ...]


class Facet(Protocol):
    """How a facet is read from a row."""

    def passing(self, rows: Sequence[Row], chosen: Iterable[str]) -> Sequence[Row]:
        """The rows that have one of the chosen values; unknown values are nobody's."""

    def counts(self, rows: Sequence[Row]) -> dict[str, int]:
        """How many rows have each value."""


@dataclass(frozen=True)
class PlainFacet:
    """A facet whose one value stands in the row itself."""

    position: int

    def passing(self, rows: Sequence[Row], chosen: Iterable[str]) -> Sequence[Row]:
        accepted = frozenset(chosen)
        return [row for row in rows if row[self.position] in accepted]

    def counts(self, rows: Sequence[Row]) -> dict[str, int]:
        return dict(Counter(map(itemgetter(self.position), rows)))


@dataclass(frozen=True)
class KeyFacet:
    """A facet that is known by the entries of each value; `kind` and `key` stand at these positions of a row."""

    kind: int
    key: int
    entries: Mapping[str, Set[tuple[str, int]]]

    def passing(self, rows: Sequence[Row], chosen: Iterable[str]) -> Sequence[Row]:
        accepted = frozenset().union(*(self.entries.get(value, ()) for value in chosen))
        return [row for row in rows if (row[self.kind], row[self.key]) in accepted]

    def counts(self, rows: Sequence[Row]) -> dict[str, int]:
        found = {(row[self.kind], row[self.key]) for row in rows}
        return {value: len(found & entries) for value, entries in self.entries.items()}


@dataclass(frozen=True)
class MaskFacet:
    """A facet whose values are bits; `positions` gives the place in a row of each of its columns."""

    name: str
    bits: Bits
    positions: Mapping[int, int]

    def passing(self, rows: Sequence[Row], chosen: Iterable[str]) -> Sequence[Row]:
        masks = self.bits.masks(self.name, chosen)
        tests = [(self.positions[column], mask) for column, mask in masks.items()]
        if len(tests) == 1:
            ((position, mask),) = tests
            return [row for row in rows if row[position] & mask]
        return [row for row in rows if any(row[position] & mask for position, mask in tests)]

    def counts(self, rows: Sequence[Row]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for column, position in self.positions.items():
            # Many hits share few masks: each mask is taken apart once.
            for mask, number in Counter(map(itemgetter(position), rows)).items():
                for bit in set_bits(mask):
                    counts[self.bits.value(column, bit)] += number
        return dict(counts)


@dataclass(frozen=True)
class Tally:
    """`rows` match everything; `counts` gives rows by facet and value; `without` the total if a choice were dropped."""

    rows: Sequence[Row]
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int]


def tally(
    rows: Sequence[Row],
    facets: Mapping[str, Facet],
    chosen: Mapping[str, Sequence[str]],
    counted: Iterable[str],
) -> Tally:
    """Filter and count; facets without a chosen value do not narrow."""
    chosen = {name: values for name, values in chosen.items() if values}
    matching = _passing(rows, facets, chosen)
    bases = {
        name: _passing(rows, facets, {other: chosen[other] for other in chosen if other != name})
        for name in chosen
    }
    counts = {name: facets[name].counts(bases.get(name, matching)) for name in counted}
    return Tally(matching, counts, {name: len(base) for name, base in bases.items()})


def set_bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def _passing(
    rows: Sequence[Row], facets: Mapping[str, Facet], chosen: Mapping[str, Sequence[str]]
) -> Sequence[Row]:
    for name, values in chosen.items():
        rows = facets[name].passing(rows, values)
    return rows
