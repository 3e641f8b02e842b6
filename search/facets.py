"""Bit numbers: which bit of which mask column stands for a value of a facet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import structlog
from django.db import IntegrityError, transaction

from search.models.index import BITS, MASKS, FacetBit
from search.warm import BITS_GIVEN, Kept

log = structlog.get_logger(__name__)

ATTEMPTS = 5

Place = tuple[int, int]
"""A column and a bit."""
Pair = tuple[str, str]
"""A facet and a value of it."""


class Bits:
    """Every number that has been given."""

    def __init__(self, places: Mapping[str, Mapping[str, Place]]) -> None:
        self._places = places

    @classmethod
    def read(cls) -> "Bits":
        """The numbers as the database has them; one query."""
        places: dict[str, dict[str, Place]] = defaultdict(dict)
        rows = FacetBit.objects.order_by("column", "bit")
        for facet, value, column, bit in rows.values_list("facet", "value", "column", "bit"):
            places[facet][value] = (column, bit)
        return cls(dict(places))

    def place(self, facet: str, value: str) -> Place | None:
        return self._places.get(facet, {}).get(value)

    def unknown(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Those pairs of facet and value that have no number, in the order in which all processes give them one."""
        return sorted(pair for pair in pairs if self.place(*pair) is None)

    def including(self, facet: str, value: str, place: Place) -> "Bits":
        """These numbers and one more."""
        return Bits({**self._places, facet: {**self._places.get(facet, {}), value: place}})

    def columns(self, facet: str) -> tuple[int, ...]:
        """The columns that hold the facet's values, oldest first."""
        return tuple(dict.fromkeys(column for column, _bit in self._places.get(facet, {}).values()))

    def masks(self, facet: str, values: Iterable[str]) -> dict[int, int]:
        """The bits of these values by column; unknown values count for nothing."""
        masks: dict[int, int] = {}
        for value in set(values):
            if place := self.place(facet, value):
                masks[place[0]] = masks.get(place[0], 0) | 1 << place[1]
        return masks

    def value(self, column: int, bit: int) -> str:
        """What a bit stands for; "" for one that was given after the numbers were read."""
        return self._values.get((column, bit), "")

    @cached_property
    def _values(self) -> dict[Place, str]:
        return {place: value for values in self._places.values() for value, place in values.items()}

    def next_place(self, facet: str) -> Place | None:
        """Where the facet's next value goes; None when no column is left."""
        taken = [place for values in self._places.values() for place in values.values()]
        own = self._places.get(facet, {}).values()
        if own and max(own)[1] + 1 < BITS:
            column, bit = max(own)
            return column, bit + 1
        column = max(taken)[0] + 1 if taken else 0
        return (column, 0) if column < len(MASKS) else None


_kept: "Kept[Bits]" = Kept(1)


def known_bits() -> Bits:
    """The numbers as this process knows them; they change when a new value is given one, which is rare."""
    return _kept.get(BITS_GIVEN.current(), "bits", Bits.read)


def numbered(values: Iterable[Pair]) -> Bits:
    """The numbers, with one for each of these pairs of facet and value; new ones are given in the caller's
    transaction. A value for which no column is left gets none, and is logged."""
    bits, pairs = known_bits(), set(values)
    if not bits.unknown(pairs):
        return bits
    # First of all: what this transaction reads from now on, nobody may keep.
    BITS_GIVEN.change()
    return _give(pairs)


def _give(pairs: Iterable[Pair]) -> Bits:
    for _attempt in range(ATTEMPTS):
        bits, given = _with_new(Bits.read(), pairs)
        try:
            with transaction.atomic():
                FacetBit.objects.bulk_create(given)
        except IntegrityError:
            continue  # Another process has just given such a number, or numbered such a value.
        return bits
    raise IntegrityError(f"no numbers for {pairs} after {ATTEMPTS} attempts")


def _with_new(bits: Bits, pairs: Iterable[Pair]) -> tuple[Bits, list[FacetBit]]:
    """The numbers with those of the new values, and the rows to write for these."""
    given = []
    for facet, value in bits.unknown(pairs):
        if place := bits.next_place(facet):
            bits = bits.including(facet, value, place)
            given.append(FacetBit(facet=facet, value=value, column=place[0], bit=place[1]))
        else:
            log.error("search_facets_full", facet=facet, value=value)
    return bits, given
