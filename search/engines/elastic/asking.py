"""From a plan and a request to a search, in words of the server's core.

A plan finds here exactly what it finds in the database: every word of an alternative stands in some column, or its
characters stand in a row. Filters come after scoring, so that each facet is counted with its own filter set aside.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.engines import ranking
from search.engines.base import Keys, Request
from search.engines.dialect import usable
from search.engines.elastic.schema import identity
from search.plan import Alternative, Plan
from search.query import Seeker, Sort
from search.registry import KIND

BOOSTS = ("ename^10", "name^6", "tag^5", "body^1")
CHARACTERS = 0.3
MOST_VALUES = 2000
"""More than the database can number."""

NEVER_REPLIED = 1e9
SORTS: dict[Sort, list[Any]] = {
    Sort.RELEVANCE: [],
    Sort.NEWEST: [{"newest": {"order": "desc", "missing": 0}}],
    Sort.RATING: [{"rating": {"order": "desc", "missing": 0}}],
    Sort.REPLY: [{"reply_hours": {"order": "asc", "missing": NEVER_REPLIED}}],
}
# The first four order hits (of the same day what was added later comes first), the others come along because a hit's place in an order costs nothing to read.
PLACES: list[Any] = [
    {"_score": "desc"},
    {"newest": {"order": "desc", "missing": 0}},
    {"kind": "asc"},
    {"key": "desc"},
    {"rating": {"order": "desc", "missing": 0}},
    {"quality": {"order": "desc", "missing": 0}},
    {"reply_hours": {"order": "asc", "missing": NEVER_REPLIED}},
    {"next_slot": {"order": "asc", "missing": 0}},
]


def is_possible(plan: Plan, request: Request) -> bool:
    """Whether anything can be found at all."""
    return bool(request.kinds) and not plan.impossible and all(usable(plan))


def found(plan: Plan, request: Request) -> Query:
    """What finds every hit, the request's filters set aside."""
    words = [Q("bool", should=[way for given in ways for way in _ways(given)]) for ways in usable(plan)]
    return Q("bool", must=words or [Q("match_all")], filter=list(_scope(request)))


def searching(plan: Plan, request: Request) -> Search[Any]:
    """The hits in their order."""
    search: Search[Any] = Search().query(_weighted(found(plan, request), request))
    if filters := chosen(request):
        search = search.post_filter("bool", filter=list(filters.values()))
    return search.sort(*SORTS[request.sort], *PLACES)


def counting(search: Search[Any], request: Request) -> Search[Any]:
    """The same, with a count of all that match, and of each facet with its own filter set aside."""
    search = search.extra()  # a copy: aggregations are added in place
    filters = chosen(request)
    search.aggs.bucket("matching", A("filter", Q("match_all")))
    for name in {*request.facets, *filters}:
        others = [condition for other, condition in filters.items() if other != name]
        counted = search.aggs.bucket(f"facet {name}", A("filter", Q("bool", filter=others)))
        if name in request.daily:
            by_value = {value: _entries(keys) for value, keys in request.daily[name].items()}
            counted.bucket("values", A("filters", filters=by_value))
        elif name in request.facets:
            counted.bucket("values", A("terms", field=field(name), size=MOST_VALUES))
    return search


def chosen(request: Request) -> dict[str, Query]:
    """A condition for each facet in which something is chosen."""
    return {name: _one_of(name, values, request) for name, values in request.filters.items() if values}


def _one_of(facet: str, values: Sequence[str], request: Request) -> Query:
    if facet in request.daily:
        entries = request.daily[facet]
        return _entries(frozenset().union(*(entries.get(value, frozenset()) for value in values)))
    return Q("terms", **{field(facet): list(values)})


def field(facet: str) -> str:
    """Where a facet's values are."""
    return "kind" if facet == KIND else f"values.{facet}"


def _scope(request: Request) -> Iterable[Query]:
    """What an entry must be, beside the words."""
    day = request.day.toordinal()
    yield Q("term", public=True)
    yield Q("terms", kind=list(request.kinds))
    yield Q("terms", site=[0, request.site])
    yield Q("range", first_day={"lte": day})
    yield Q("range", last_day={"gte": day})
    if request.rating_min is not None:
        yield Q("range", rating={"gte": request.rating_min})
    if request.since:
        yield Q("range", newest={"gte": request.since.toordinal()})
    if request.until:
        yield Q("range", newest={"lte": request.until.toordinal()})


def _ways(way: Alternative) -> Iterable[Query]:
    """All words in whatever column, or the characters in a row."""
    words = " ".join(way.words)
    yield Q("multi_match", query=words, type="cross_fields", operator="and", fields=list(BOOSTS))
    if way.characters:
        yield Q("match_phrase", chars={"query": " ".join(way.characters), "boost": CHARACTERS})


def _weighted(query: Query, request: Request) -> Query:
    """The same factor as `search.engines.ranking.Factor`: a sum that begins with 1 and has an upper limit. The lower
    one cannot be reached, as a single term is negative; it is taken off the 1, since weights may not be negative."""
    day, seeker = request.day.toordinal(), request.seeker
    soon = {"gte": day, "lte": day + ranking.SOON_DAYS}
    functions = [
        *_begin(seeker),
        {"field_value_factor": {"field": "quality", "factor": ranking.QUALITY_AT_BEST, "missing": 0}},
        {"weight": ranking.QUICK, "filter": Q("range", reply_hours={"lt": ranking.QUICK_HOURS})},
        {"weight": ranking.SOON, "filter": Q("range", next_slot=soon)},
        *_wishes(seeker),
    ]
    return Q(
        "function_score",
        query=query,
        functions=functions,
        score_mode="sum",
        boost_mode="multiply",
        max_boost=ranking.HIGHEST,
    )


def _begin(seeker: Seeker | None) -> Iterable[Mapping[str, Any]]:
    consulted = seeker.consulted if seeker else {}
    ratings = {key: rating for key, rating in consulted.items() if rating is not None}
    bad = _ids(key for key, rating in ratings.items() if rating <= ranking.BAD_RATING)
    good = _ids(key for key, rating in ratings.items() if rating >= ranking.GOOD_RATING)
    if bad:
        yield {"weight": 1 + ranking.DISAPPOINTED, "filter": Q("ids", values=bad)}
    yield {"weight": 1, "filter": ~Q("ids", values=bad)}
    if good:
        yield {"weight": ranking.HELPED, "filter": Q("ids", values=good)}


def _wishes(seeker: Seeker | None) -> Iterable[Mapping[str, Any]]:
    for facet, values in (seeker.wishes if seeker else {}).items():
        wished = Q("terms", **{field(facet): list(values)})
        yield {"weight": ranking.WISHES[facet], "filter": wished}


def _entries(keys: Keys) -> Query:
    return Q("ids", values=_ids(sorted(keys)))


def _ids(keys: Iterable[tuple[str, int]]) -> Sequence[str]:
    return [identity(kind, key) for kind, key in keys]
