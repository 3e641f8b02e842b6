"""The engine that is always there: the portal's own database, in the transaction of whoever writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection

from search.engines import suggesting, writing
from search.engines.base import Answer, Draft, EngineUnavailable, Offer, Request, Suggested
from search.engines.dialect import EVERYTHING, Matching, Patience, dialect
from search.engines.ranking import Group, groups_of, order_for, part_of
from search.engines.rows import COLUMNS, KEY, KIND, Layout, Row
from search.facets import Bits, known_bits
from search.models.index import MASKS
from search.plan import Plan
from search.registry import KIND as KIND_FACET
from search.tally import Facet, KeyFacet, MaskFacet, PlainFacet, Tally, tally
from search.warm import INDEX, Kept

LIVE = "(SELECT id FROM search_generation WHERE state = 'live')"
KEPT_ROWS = 200_000
KEPT_RANKED = 100_000
KEPT_COUNTS = 1_000
STEPS = (100, 1000)
EVERY = 1 << 30
"""More hits than there can be."""

_rows: Kept[list[Row]] = Kept(KEPT_ROWS, lambda rows: len(rows) + 1)


@dataclass(frozen=True)
class Ranking:
    """Every hit that the filters leave, counted; the first of them in groups in their order. `matching` counts without filters."""

    tally: Tally
    matching: int
    groups: Iterable[Group]


_counts: Kept[int] = Kept(KEPT_COUNTS)
_rankings: Kept[Ranking] = Kept(KEPT_RANKED, lambda ranking: len(ranking.tally.rows) + 1)


class DatabaseEngine:
    """With `patience` for one search and all that it asks; without, each statement has its own."""

    name = "database"
    degraded = False

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience

    def search(self, plan: Plan, request: Request) -> Answer:
        mark = INDEX.current()
        # What somebody chose about themselves is forgotten with the answer.
        lasting = None if request.seeker else mark
        reach = _reach(request)
        found = _rankings.get(
            lasting, (*_asked(plan, request), reach), lambda: self._rank(plan, request, mark, reach)
        )
        return Answer(
            ranked=part_of(found.groups, request),
            total=len(found.tally.rows),
            matching=found.matching,
            counts=found.tally.counts,
            without=found.tally.without,
        )

    def count(self, plan: Plan, request: Request) -> int:
        if plan.impossible or not request.kinds:
            return 0
        key = (plan.concepts, *_scope(request))
        return _counts.get(INDEX.current(), key, lambda: self._count(plan, request))

    def suggest(self, prefix: str, kinds: Sequence[str], site: int, size: int) -> Sequence[Suggested]:
        return suggesting.suggest(prefix, kinds, site, size)

    def write(self, drafts: Sequence[Draft], generations: Iterable[int]) -> None:
        writing.write(drafts, generations)

    def delete(self, kind: str, keys: Iterable[int], generations: Iterable[int]) -> None:
        writing.delete(kind, keys, generations)

    def offer(self, kind: str, offers: Sequence[tuple[str, Offer]], generations: Iterable[int]) -> None:
        for generation in generations:
            suggesting.write_list(kind, offers, generation)

    def drop(self, generation: int) -> None:
        writing.drop(generation)

    def keys(self, generation: int, kind: str) -> set[int]:
        return writing.keys(generation, kind)

    def stale(self, drafts: Sequence[Draft], generation: int) -> set[tuple[str, int]]:
        return writing.stale(drafts, generation)

    def _rank(self, plan: Plan, request: Request, mark: str | None, reach: int) -> Ranking:
        bits = known_bits()
        layout = Layout(_columns(request, bits))
        rows = self._hits(plan, request, layout, mark)
        facets = {name: _facet(name, request, bits, layout) for name in {*request.facets, *request.filters}}
        found = tally(rows, facets, request.filters, request.facets)
        groups = groups_of(found.rows, request, order_for(request, bits, layout.position), reach)
        # A seeker's order is read once, from its beginning; another one is kept whole.
        return Ranking(found, len(rows), groups if request.seeker else tuple(groups))

    def _hits(self, plan: Plan, request: Request, layout: Layout, mark: str | None) -> list[Row]:
        """Every hit, the request's filters set aside; kept for whoever turns the page or asks the same."""
        if plan.impossible or not request.kinds:
            return []
        key = (plan.concepts, *_scope(request), layout)
        return _rows.get(mark, key, lambda: self._read(plan, request, layout))

    def _read(self, plan: Plan, request: Request, layout: Layout) -> list[Row]:
        found = _matching(plan)
        columns = [*(f"e.{name}" for name in COLUMNS), found.score]
        columns += [f"e.{MASKS[column]}" for column in layout.columns]
        return self._select(columns, found.score_parameters, found, request)

    def _count(self, plan: Plan, request: Request) -> int:
        ((number,),) = self._select(["COUNT(*)"], (), _matching(plan), request)
        return int(number)

    def _select(
        self, columns: Sequence[str], parameters: Sequence[Any], found: Matching, request: Request
    ) -> list[Row]:
        """These columns of all that is found, within the time that is left."""
        conditions, condition_parameters = _conditions(request)
        where = " AND ".join([found.condition, *conditions])
        statement = f"SELECT {', '.join(columns)} FROM {found.tables} WHERE {where}"  # noqa: S608 - our own words only
        left = (self._patience or Patience()).left()
        if left < 0:
            raise EngineUnavailable("out of time")
        try:
            with dialect().limited(left), connection.cursor() as cursor:
                cursor.execute(statement, [*parameters, *found.parameters, *condition_parameters])
                return cursor.fetchall()
        except OperationalError as error:
            raise EngineUnavailable(str(error)) from error


def _asked(plan: Plan, request: Request) -> tuple[Any, ...]:
    """Equal for searches with the same hits in the same order, whichever part is asked for and whoever's turn it is."""
    filters = tuple(sorted(request.filters.items()))
    order = request.sort, request.rotating, request.seed
    daily = tuple((name, *held.items()) for name, held in request.daily.items())
    return plan.impossible, plan.concepts, *_scope(request), filters, request.facets, daily, *order


def _reach(request: Request) -> int:
    """So many of the first hits are put in order: what is asked for, and for others whole steps, so that they are kept."""
    last = request.offset + request.size
    return last if request.seeker else next((step for step in STEPS if step >= last), EVERY)


def _columns(request: Request, bits: Bits) -> tuple[int, ...]:
    """The mask columns that the request needs, each once."""
    wished = request.seeker.wishes if request.seeker else ()
    names = (*request.facets, *request.filters, *wished)
    return tuple(dict.fromkeys(column for name in names for column in bits.columns(name)))


def _facet(name: str, request: Request, bits: Bits, layout: Layout) -> Facet:
    if name == KIND_FACET:
        return PlainFacet(KIND)
    if name in request.daily:
        return KeyFacet(KIND, KEY, request.daily[name])
    return MaskFacet(name, bits, {column: layout.position(column) for column in bits.columns(name)})


def _scope(request: Request) -> tuple[Any, ...]:
    return request.kinds, request.site, request.day, request.rating_min, request.since, request.until


def _matching(plan: Plan) -> Matching:
    return dialect().matching(plan) if plan.concepts else EVERYTHING


def _conditions(request: Request) -> tuple[list[str], list[Any]]:
    """What an entry must be, beside the words."""
    day = request.day.toordinal()
    conditions: dict[str, list[Any]] = {
        f"e.generation_id = {LIVE}": [],
        f"e.kind IN ({', '.join(['%s'] * len(request.kinds))})": list(request.kinds),
        "e.site IN (0, %s)": [request.site],
        "e.first_day <= %s": [day],
        "e.last_day >= %s": [day],
    }
    if request.rating_min is not None:
        conditions["e.rating >= %s"] = [request.rating_min]
    if request.since:
        conditions["e.newest >= %s"] = [request.since.toordinal()]
    if request.until:
        conditions["e.newest <= %s"] = [request.until.toordinal()]
    return list(conditions), [value for values in conditions.values() for value in values]
