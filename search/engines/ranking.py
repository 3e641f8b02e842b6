"""The order of hits: text first, a bounded personal factor, and turns among equals (P11, P12)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from search.engines.base import Ranked, Request
from search.engines.rows import KEY, KIND, NEWEST, NEXT_SLOT, QUALITY, RATING, REPLY_HOURS, SCORE, Row
from search.facets import Bits
from search.query import Seeker, Sort

WISHES = {"field": 0.10, "industry": 0.10, "district": 0.08, "stage": 0.06}
"""What it adds when a hit shares a value with the seeker, by facet."""

SOON, SOON_DAYS = 0.05, 7
QUICK, QUICK_HOURS = 0.05, 24
QUALITY_AT_BEST = 0.06
HELPED, DISAPPOINTED = 0.10, -0.20
GOOD_RATING, BAD_RATING = 4, 2
LOWEST, HIGHEST = 0.7, 1.4

EQUAL = 0.06
"""Hits whose scores differ by less than this part count as equal: no visitor could say which is better."""

LAST = float("inf")


def ranked(rows: Sequence[Row], request: Request, factor: "Factor") -> list[Ranked]:
    """The asked part of the rows in the order of the request."""
    scored = [(row[SCORE] * weight, row) for row, weight in zip(rows, factor.of(rows), strict=True)]
    last = request.offset + request.size
    groups = _by_score(scored, last) if request.sort == Sort.RELEVANCE else _by_value(scored, request.sort)
    ordered = (pair for group in groups for pair in _fair(group, request))
    part = islice(ordered, request.offset, last)
    return [Ranked(row[KIND], row[KEY], score, row[SCORE]) for score, row in part]


Scored = tuple[float, Row]


def _by_score(scored: list[Scored], last: int) -> Iterator[list[Scored]]:
    """Groups of equals, best first, until so many are reached; a group begins with the best score that is left."""
    least = _least_score([score for score, _row in scored], last)
    best = [pair for pair in scored if pair[0] >= least]
    best.sort(key=lambda pair: (-pair[0], -(pair[1][NEWEST] or 0), pair[1][KIND], pair[1][KEY]))
    group: list[Scored] = []
    for pair in best:
        if group and pair[0] < group[0][0] * (1 - EQUAL):
            yield group
            group = []
        group.append(pair)
    yield group


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
    keyed = sorted((value(pair[1]), -pair[0], pair[1][KIND], pair[1][KEY], pair) for pair in scored)
    group: list[Scored] = []
    last = None
    for found, _score, _kind, _key, pair in keyed:
        if group and found != last:
            yield group
            group = []
        last = found
        group.append(pair)
    yield group


def _fair(group: list[Scored], request: Request) -> list[Scored]:
    """The group with those who take turns shuffled over their own places: by the day's seed, moved on by the turn."""
    waiting = [pair for pair in group if pair[1][KIND] in request.rotating]
    if len(waiting) < 2:
        return group
    waiting.sort(key=lambda pair: (hash((pair[1][KEY], request.seed)), pair[1][KIND], pair[1][KEY]))
    start = request.turn % len(waiting)
    turns = iter(waiting[start:] + waiting[:start])
    return [next(turns) if pair[1][KIND] in request.rotating else pair for pair in group]


@dataclass(frozen=True)
class Factor:
    """What a hit's text score is multiplied by: the same terms for everybody, and what the seeker chose."""

    today: int
    wishes: tuple[tuple[float, tuple[tuple[int, int], ...]], ...]
    consulted: Mapping[tuple[str, int], int | None]

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


def factor_for(seeker: Seeker | None, today: int, bits: Bits, position: Callable[[int], int]) -> Factor:
    """The factor of one search; `position` gives the place of a mask column in a row."""
    wishes = []
    for facet, values in (seeker.wishes if seeker else {}).items():
        if masks := bits.masks(facet, values):
            tests = tuple((position(column), mask) for column, mask in masks.items())
            wishes.append((WISHES[facet], tests))
    return Factor(today, tuple(wishes), seeker.consulted if seeker else {})


def _experience(rating: int | None) -> float:
    if rating is None:
        return 0.0
    return HELPED if rating >= GOOD_RATING else DISAPPOINTED if rating <= BAD_RATING else 0.0
