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
    scored = [(row[SCORE] * factor(row), row) for row in rows]
    groups = _by_score(scored) if request.sort == Sort.RELEVANCE else _by_value(scored, request.sort)
    ordered = ((number, pair) for number, group in enumerate(groups, 1) for pair in _fair(group, request))
    part = islice(ordered, request.offset, request.offset + request.size)
    return [Ranked(row[KIND], row[KEY], score, row[SCORE], number) for number, (score, row) in part]


Scored = tuple[float, Row]


def _by_score(scored: list[Scored]) -> Iterator[list[Scored]]:
    """Groups of equals, best first; a group begins with the best score that is left."""
    scored.sort(key=lambda pair: (-pair[0], -(pair[1][NEWEST] or 0), pair[1][KIND], pair[1][KEY]))
    group: list[Scored] = []
    for pair in scored:
        if group and pair[0] < group[0][0] * (1 - EQUAL):
            yield group
            group = []
        group.append(pair)
    yield group


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
        extra = 0.0
        if row[QUALITY] is not None:
            extra += QUALITY_AT_BEST * row[QUALITY]
        if row[REPLY_HOURS] is not None and row[REPLY_HOURS] < QUICK_HOURS:
            extra += QUICK
        if row[NEXT_SLOT] is not None and self.today <= row[NEXT_SLOT] <= self.today + SOON_DAYS:
            extra += SOON
        for weight, tests in self.wishes:
            if any(row[position] & mask for position, mask in tests):
                extra += weight
        if self.consulted:
            extra += _experience(self.consulted.get((row[KIND], row[KEY])))
        return min(max(1 + extra, LOWEST), HIGHEST)


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
