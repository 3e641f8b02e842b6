"""From the server's answer to ranked hits: rows as the database gives them, ordered by the same functions.

Equals take turns, and who is equal depends on the best of them; so a page is cut out of a window that holds its last
group whole. Windows end after ten thousand hits, and no group goes on in the next one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from search.engines.base import Ranked, Request
from search.engines.elastic.asking import NEVER_REPLIED, PLACES
from search.engines.ranking import EQUAL, VALUES, order_for, ranked
from search.engines.rows import SCORE, Layout, Row
from search.facets import Bits
from search.query import Sort
from search.registry import KIND as KIND_FACET

WINDOW = 10_000
"""As many hits are given at once, at most."""

FIRST_LOOK = 1_000

Hits = Sequence[Mapping[str, Any]]
Read = Callable[[int, list[Any] | None], Hits]
"""Gives as many hits, after the one with these places."""


class Reader:
    """Makes rows of hits, with bits for those values only that the order asks for."""

    def __init__(self, request: Request) -> None:
        telling = _telling(request)
        self.facets = tuple(telling)
        self._bits = _numbered(telling)
        layout = Layout(tuple(range(len(telling))))
        self.order = order_for(request, self._bits, layout.position)

    def row(self, hit: Mapping[str, Any]) -> Row:
        """The server multiplies by the factor, rows carry the score of the text alone."""
        score, newest, kind, key, rating, quality, reply_hours, next_slot = hit["sort"][-len(PLACES) :]
        fields = hit.get("fields", {})
        masks = [
            sum(self._bits.masks(facet, fields.get(f"values.{facet}", ())).values()) for facet in self.facets
        ]
        replied = None if reply_hours >= NEVER_REPLIED else reply_hours
        row = [kind, key, newest, rating, quality, replied, next_slot, 0.0, *masks]
        row[SCORE] = score / self.order.factor(tuple(row))
        return tuple(row)


def page(request: Request, total: int, first: Hits, read: Read) -> list[Ranked]:
    """The asked part of the hits; `first` are those that came with the counts."""
    reader = Reader(request)
    rows = [reader.row(hit) for hit in first]
    end = min(request.offset + request.size, total)
    if len(rows) == total <= WINDOW or _settled(rows, request, reader) >= end:
        return ranked(rows, request, reader.order)
    found: list[Ranked] = []
    for begin, window in _windows(reader, read, end):
        if begin + WINDOW > request.offset:
            offset = max(request.offset - begin, 0)
            part = replace(request, offset=offset, size=max(end - begin - offset, 0))
            found += ranked(window, part, reader.order)
    return found


def _windows(reader: Reader, read: Read, end: int) -> Iterator[tuple[int, list[Row]]]:
    after = None
    for begin in range(0, end, WINDOW):
        hits = read(WINDOW, after)
        yield begin, [reader.row(hit) for hit in hits]
        if len(hits) < WINDOW:
            return
        after = hits[-1]["sort"]


def _settled(rows: Sequence[Row], request: Request, reader: Reader) -> int:
    """Up to which place no further hit could change the order: the begin of the last group."""
    if not request.rotating and not reader.order.fit.tests:
        return len(rows)
    if request.sort == Sort.RELEVANCE:
        return _last_begin([row[SCORE] * reader.order.factor(row) for row in rows])
    values = [VALUES[request.sort](row) for row in rows]
    return max((place for place, (one, other) in enumerate(pairwise(values), 1) if one != other), default=0)


def _last_begin(scores: Sequence[float]) -> int:
    begin = 0
    for place, score in enumerate(scores):
        if score < scores[begin] * (1 - EQUAL):
            begin = place
    return begin


def _telling(request: Request) -> dict[str, tuple[str, ...]]:
    """The values by facet on which the order depends: what the seeker wishes for, and filters with several values."""
    several = {
        facet: tuple(values)
        for facet, values in request.filters.items()
        if len(values) > 1 and facet != KIND_FACET
    }
    wishes = request.seeker.wishes if request.seeker else {}
    return {
        facet: tuple(dict.fromkeys((*wishes.get(facet, ()), *several.get(facet, ()))))
        for facet in {**wishes, **several}
    }


def _numbered(values: Mapping[str, Sequence[str]]) -> Bits:
    return Bits(
        {
            facet: {value: (column, bit) for bit, value in enumerate(known)}
            for column, (facet, known) in enumerate(values.items())
        }
    )
