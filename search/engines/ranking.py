"""The order of hits: text first, a bounded personal factor, and turns among equals (P11, P12)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice
from operator import itemgetter

from search.engines.base import Ranked, Request
from search.engines.rows import KEY, KIND, NEWEST, NEXT_SLOT, QUALITY, RATING, REPLY_HOURS, SCORE, Row
from search.facets import Bits
from search.query import Sort

WISHES = {"field": 0.10, "industry": 0.10, "district": 0.08, "stage": 0.07}
"""What it adds when a hit shares a value with the seeker, by facet; each by itself is more than `EQUAL` lets pass."""

SOON, SOON_DAYS = 0.05, 7
QUICK, QUICK_HOURS = 0.05, 24
QUALITY_AT_BEST = 0.06
HELPED, DISAPPOINTED = 0.10, -0.20
GOOD_RATING, BAD_RATING = 4, 2
LOWEST, HIGHEST = 0.7, 1.4

EQUAL = 0.06
"""Hits whose scores differ by less than this part count as equal: no visitor could say which is better."""

LAST = float("inf")

Scored = tuple[float, Row]


@dataclass(frozen=True)
class Group:
    """Hits that count as equal, in their order; `waiting` are those of them who take turns, shuffled for the day."""

    hits: Sequence[Scored]
    waiting: Sequence[Scored]

    def at(self, turn: int) -> Iterator[Scored]:
        """The group with those who take turns moved on by the turn, over their own places."""
        if not self.waiting:
            return iter(self.hits)
        start = turn % len(self.waiting)
        turns = chain(self.waiting[start:], self.waiting[:start])
        if len(self.waiting) == len(self.hits):
            return turns
        own = {id(pair) for pair in self.waiting}
        return (next(turns) if id(pair) in own else pair for pair in self.hits)


def ranked(rows: Sequence[Row], request: Request, order: "Order") -> list[Ranked]:
    """The asked part of the rows in the order of the request."""
    return part_of(groups_of(rows, request, order, request.offset + request.size), request)


def groups_of(rows: Sequence[Row], request: Request, order: "Order", reach: int) -> Iterator[Group]:
    """The first `reach` rows, or some more, in groups of equals; the same whoever's turn it is."""
    if request.sort == Sort.RELEVANCE:
        rows = _promising(rows, order.factor, reach)
    scored = [(row[SCORE] * weight, row) for row, weight in zip(rows, order.factor.of(rows), strict=True)]
    groups = (
        _by_score(scored, order.fit, reach)
        if request.sort == Sort.RELEVANCE
        else _by_value(scored, request.sort)
    )
    return (_taking_turns(group, request) for group in groups)


def part_of(groups: Iterable[Group], request: Request) -> list[Ranked]:
    """The asked part of the groups, as the request's turn has it."""
    ordered = ((number, pair) for number, group in enumerate(groups, 1) for pair in group.at(request.turn))
    part = islice(ordered, request.offset, request.offset + request.size)
    return [Ranked(row[KIND], row[KEY], score, row[SCORE], number) for number, (score, row) in part]


def _promising(rows: Sequence[Row], factor: "Factor", reach: int) -> Sequence[Row]:
    """Without the rows that no factor could lift among the first so many or their equals."""
    if len(rows) <= reach:
        return rows
    last = nlargest(reach, map(itemgetter(SCORE), rows))[-1]
    least = last * factor.lowest * (1 - EQUAL) / factor.highest
    return [row for row in rows if row[SCORE] >= least]


def _by_score(scored: list[Scored], fit: "Fit", reach: int) -> Iterator[list[Scored]]:
    """Groups of equals, best first; among those whose scores count as equal, whoever fits the filters more."""
    for group in _near(scored, reach):
        yield from _by_fit(group, fit) if fit.tests else [group]


def _near(scored: list[Scored], reach: int) -> Iterator[list[Scored]]:
    """Groups of scores that count as equal, until so many are reached; a group begins with the best that is left, and
    is not in order yet: those who take turns need none."""
    least = _least_score([score for score, _row in scored], reach)
    best = [pair for pair in scored if pair[0] >= least]
    best.sort(key=itemgetter(0), reverse=True)
    group: list[Scored] = []
    for pair in best:
        if group and pair[0] < group[0][0] * (1 - EQUAL):
            yield group
            group = []
        group.append(pair)
    yield group


def _by_fit(group: list[Scored], fit: "Fit") -> Iterator[list[Scored]]:
    by_fit: dict[int, list[Scored]] = defaultdict(list)
    for pair in group:
        by_fit[fit(pair[1])].append(pair)
    return (by_fit[met] for met in sorted(by_fit, reverse=True))


def _least_score(scores: list[float], last: int) -> float:
    """The lowest that the order of the first so many depends on: bare numbers sort faster than rows with ties."""
    scores.sort(reverse=True)
    begin = 0.0
    for place, score in enumerate(scores):
        if place == 0 or score < begin * (1 - EQUAL):
            if place >= last:
                return begin * (1 - EQUAL)
            begin = score
    return -LAST


VALUES: dict[Sort, Callable[[Row], float]] = {
    Sort.NEWEST: lambda row: -(row[NEWEST] or 0),
    Sort.RATING: lambda row: -(row[RATING] or 0),
    Sort.REPLY: lambda row: LAST if row[REPLY_HOURS] is None else row[REPLY_HOURS],
}


def _by_value(scored: list[Scored], sort: Sort) -> Iterator[list[Scored]]:
    value = VALUES[sort]
    keyed = sorted((value(pair[1]), -pair[0], pair[1][KIND], -pair[1][KEY], pair) for pair in scored)
    group: list[Scored] = []
    last = None
    for found, _score, _kind, _key, pair in keyed:
        if group and found != last:
            yield group
            group = []
        last = found
        group.append(pair)
    yield group


def _taking_turns(group: list[Scored], request: Request) -> Group:
    """The group in its order, and those who take turns in one that the seed decides; nobody does who stands alone."""
    seed, rotating = request.seed, request.rotating
    waiting = [pair for pair in group if pair[1][KIND] in rotating]
    if len(waiting) < 2:
        waiting = []
    waiting.sort(key=lambda pair: (hash((pair[1][KEY], seed)), pair[1][KIND], pair[1][KEY]))
    if request.sort == Sort.RELEVANCE and len(waiting) < len(group):
        group.sort(key=lambda pair: (-pair[0], -(pair[1][NEWEST] or 0), pair[1][KIND], -pair[1][KEY]))
    return Group(group, waiting)


Tests = tuple[tuple[int, int], ...]
"""Places in a row with the bits that are looked for there."""


@dataclass(frozen=True)
class Fit:
    """How many of the chosen values a hit has, over the filters with several: equals stand in that order."""

    tests: Tests

    def __call__(self, row: Row) -> int:
        return sum((row[position] & mask).bit_count() for position, mask in self.tests)


@dataclass(frozen=True)
class Factor:
    """What a hit's text score is multiplied by: the same terms for everybody, and what the seeker chose."""

    today: int
    wishes: tuple[tuple[float, Tests], ...]
    consulted: Mapping[tuple[str, int], int | None]

    @property
    def lowest(self) -> float:
        """No row's factor is less."""
        return max(1 + DISAPPOINTED, LOWEST) if self.consulted else 1.0

    @property
    def highest(self) -> float:
        """No row's factor is more."""
        most = QUALITY_AT_BEST + QUICK + SOON + sum(weight for weight, _tests in self.wishes)
        return min(1 + most + (HELPED if self.consulted else 0.0), HIGHEST)

    def __call__(self, row: Row) -> float:
        (factor,) = self.of((row,))
        return factor

    def of(self, rows: Sequence[Row]) -> Iterator[float]:
        """The factor of each row."""
        soon = self.today + SOON_DAYS
        for row in rows:
            extra = 0.0
            if row[QUALITY] is not None:
                extra += QUALITY_AT_BEST * row[QUALITY]
            if row[REPLY_HOURS] is not None and row[REPLY_HOURS] < QUICK_HOURS:
                extra += QUICK
            if row[NEXT_SLOT] is not None and self.today <= row[NEXT_SLOT] <= soon:
                extra += SOON
            for weight, tests in self.wishes:
                for position, mask in tests:
                    if row[position] & mask:
                        extra += weight
                        break
            if self.consulted:
                extra += _experience(self.consulted.get((row[KIND], row[KEY])))
            yield min(max(1 + extra, LOWEST), HIGHEST) if extra else 1.0


@dataclass(frozen=True)
class Order:
    """How the hits of one search are weighed: what multiplies a text score, and what decides among equals."""

    factor: Factor
    fit: Fit


def order_for(request: Request, bits: Bits, position: Callable[[int], int]) -> Order:
    """The order of one search; `position` gives the place of a mask column in a row."""
    seeker = request.seeker
    wished = {facet: bits.masks(facet, values) for facet, values in (seeker.wishes if seeker else {}).items()}
    # With one value a filter all hits fit it the same.
    several = [bits.masks(facet, values) for facet, values in request.filters.items() if len(values) > 1]

    def tests(masks: Mapping[int, int]) -> Tests:
        return tuple((position(column), mask) for column, mask in masks.items())

    wishes = tuple((WISHES[facet], tests(masks)) for facet, masks in wished.items() if masks)
    factor = Factor(request.day.toordinal(), wishes, seeker.consulted if seeker else {})
    return Order(factor, Fit(tuple(test for masks in several for test in tests(masks))))


def _experience(rating: int | None) -> float:
    if rating is None:
        return 0.0
    return HELPED if rating >= GOOD_RATING else DISAPPOINTED if rating <= BAD_RATING else 0.0
