"""The engine on Elasticsearch: finds what the database finds, as far as the outbox has brought it."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from elasticsearch.dsl import Search

from search import generations
from search.engines.base import Answer, Draft, EngineRefused, EngineUnavailable, Offer, Request, Suggested
from search.engines.elastic import suggesting, upkeep
from search.engines.elastic.answering import FIRST_LOOK, WINDOW, Hits, Reader, page
from search.engines.elastic.asking import chosen, counting, found, is_possible, searching
from search.engines.elastic.bulk import Operation, Outcome, Result, submit
from search.engines.elastic.client import Address, answering, client
from search.engines.elastic.indices import Indices
from search.engines.elastic.schema import ENTRIES, OFFERS, entry, identity, offer, offers, tombstone
from search.models.index import Generation
from search.plan import Plan
from search.versions import next_version
from search.warm import INDEX, Kept

TRUSTED_SECONDS = 60
SERVER_PATIENCE = "900ms"
ANSWER = "timed_out,hits.total,hits.hits.sort,hits.hits.fields,aggregations"

_live: Kept[int] = Kept(1)
_trusted: dict[str, float] = {}


class ElasticEngine:
    """Its failures are EngineUnavailable; EngineRefused where the server is well but not the index."""

    name = "elasticsearch"
    degraded = False

    def __init__(self, address: Address | None = None) -> None:
        self.address = address or Address.configured()
        self.indices = Indices(self.address)

    def search(self, plan: Plan, request: Request) -> Answer:
        if not is_possible(plan, request):
            return _nothing(request)
        search = searching(plan, request)
        far = request.offset + request.size > FIRST_LOOK
        answer = self._ask(counting(search, request), request, WINDOW if far else FIRST_LOOK)

        def read(number: int, after: list[Any] | None) -> Hits:
            return _hits(self._ask(search, request, number, after))

        total = answer["hits"]["total"]["value"]
        counted = answer["aggregations"]
        return Answer(
            ranked=page(request, total, _hits(answer), read),
            total=total,
            matching=counted["matching"]["doc_count"],
            counts={name: _counts(counted[f"facet {name}"]) for name in request.facets},
            without={name: counted[f"facet {name}"]["doc_count"] for name in chosen(request)},
        )

    def count(self, plan: Plan, request: Request) -> int:
        if not is_possible(plan, request):
            return 0
        alias = self._alias(ENTRIES)
        with answering():
            answer = client(self.address).count(index=alias, query=found(plan, request).to_dict())
        return int(answer["count"])

    def suggest(self, prefix: str, kinds: Sequence[str], site: int, size: int) -> Sequence[Suggested]:
        typed = suggesting.cleaned(prefix)
        if not typed or not kinds:
            return []
        alias = self._alias(OFFERS)
        asked = suggesting.searches(typed, kinds, site, size, timezone.localdate().toordinal())
        lines = [line for search in asked for line in ({}, search)]
        with answering():
            answers = client(self.address).msearch(index=alias, searches=lines).body["responses"]
        if any("error" in answer for answer in answers):
            raise EngineUnavailable("suggestions: not every kind was answered")
        return suggesting.suggested(typed, answers, size)

    def write(self, drafts: Sequence[Draft], generations: Iterable[int]) -> None:
        version, generations = next_version(), list(generations)
        _insist(self.submit(self.putting(drafts, generations, version)))

    def delete(self, kind: str, keys: Iterable[int], generations: Iterable[int]) -> None:
        version, generations = next_version(), list(generations)
        _insist(self.submit(self.removing(kind, keys, generations, version)))

    def offer(self, kind: str, offers: Sequence[tuple[str, Offer]], generations: Iterable[int]) -> None:
        version, generations = next_version(), list(generations)
        _insist(self.submit(self.listing(kind, offers, generations, version)))

    def drop(self, generation: int) -> None:
        self.indices.drop(generation)

    def keys(self, generation: int, kind: str) -> set[int]:
        return {int(key) for key in upkeep.keys(self.address, self.indices.writing(generation), kind)}

    def stale(self, drafts: Sequence[Draft], generation: int) -> set[tuple[str, int]]:
        """By digest: a document is written whole or not at all."""
        return upkeep.stale(self.address, self.indices.writing(generation), drafts)

    def submit(self, operations: Iterable[Operation], *, refresh: bool = True) -> Iterator[Outcome]:
        """See `search.engines.elastic.bulk.submit`."""
        return submit(self.address, operations, refresh=refresh)

    def backfill(self, operations: Iterable[Operation]) -> set[str]:
        """Write what nobody searches yet; returns the ids of what was refused. Raises EngineUnavailable."""
        outcomes = list(self.submit(operations, refresh=False))
        if busy := next((one for one in outcomes if one.result is Result.LATER), None):
            raise EngineUnavailable(busy.reason)
        return {one.operation.id for one in outcomes if one.result is Result.REFUSED}

    def purge(self, generation: int, before: int) -> int:
        """Forget tombstones from before a day (an ordinal); returns how many."""
        aliases = [self.indices.writing(generation, content) for content in (ENTRIES, OFFERS)]
        return sum(upkeep.purge(self.address, alias, before) for alias in aliases)

    def putting(
        self, drafts: Iterable[Draft], generations: Sequence[int], version: int
    ) -> Iterator[Operation]:
        """What writes entries, with all that is offered for them."""
        for draft in drafts:
            bodies = {ENTRIES: entry(draft), OFFERS: offers(draft)}
            yield from self._operations(identity(draft.kind, draft.key), bodies, generations, version)

    def removing(
        self, kind: str, keys: Iterable[int], generations: Sequence[int], version: int
    ) -> Iterator[Operation]:
        """What takes entries out."""
        bodies = {ENTRIES: tombstone(kind), OFFERS: tombstone(kind)}
        for key in keys:
            yield from self._operations(identity(kind, key), bodies, generations, version)

    def listing(
        self, kind: str, offered: Sequence[tuple[str, Offer]], generations: Sequence[int], version: int
    ) -> Iterator[Operation]:
        """What makes a list of offers what it is now. Raises EngineUnavailable: it asks what the list holds."""
        known = {key for key, _offered in offered}
        for generation in generations:
            for place, (key, one) in enumerate(offered):
                body = offer(kind, key, place, one)
                yield from self._operations(identity(kind, key), {OFFERS: body}, [generation], version)
            held = upkeep.keys(self.address, self.indices.writing(generation, OFFERS), kind)
            for key in held - known:
                bodies = {OFFERS: tombstone(kind)}
                yield from self._operations(identity(kind, key), bodies, [generation], version)

    def _operations(
        self, id: str, bodies: dict[str, dict[str, Any]], generations: Sequence[int], version: int
    ) -> Iterator[Operation]:
        for generation in generations:
            for content, body in bodies.items():
                yield Operation(self.indices.writing(generation, content), id, body, version)

    def _ask(
        self, search: "Search[Any]", request: Request, size: int, after: list[Any] | None = None
    ) -> dict[str, Any]:
        facets = Reader(request).facets
        search = search.extra(
            size=size, timeout=SERVER_PATIENCE, track_total_hits=True, stored_fields="_none_"
        )
        if facets:
            search = search.extra(docvalue_fields=[f"values.{facet}" for facet in facets])
        if after:
            search = search.extra(search_after=after)
        alias = self._alias(ENTRIES)
        with answering():
            answer = client(self.address).search(
                index=alias,
                body=search.to_dict(),
                allow_partial_search_results=False,
                filter_path=ANSWER,
            )
        if answer["timed_out"]:
            raise EngineUnavailable(f"no whole answer after {SERVER_PATIENCE}")
        return dict(answer.body)

    def _alias(self, content: str) -> str:
        """What is searched now; looked at once a minute, as an index could have been replaced by another one."""
        generation = _live.get(INDEX.current(), "live", _live_generation)
        if not generation:
            raise EngineRefused("nothing was ever indexed")
        alias = self.indices.reading(generation, content)
        known = f"{self.address.url} {alias}"
        if _trusted.get(known, 0.0) < time.monotonic():
            self.indices.require(generation)
            _trusted[known] = time.monotonic() + TRUSTED_SECONDS
        return alias


def _live_generation() -> int:
    current: Generation | None = generations.live()
    return current.pk if current else 0


def _nothing(request: Request) -> Answer:
    return Answer([], 0, 0, {name: {} for name in request.facets}, dict.fromkeys(chosen(request), 0))


def _hits(answer: dict[str, Any]) -> Hits:
    hits: Hits = answer["hits"].get("hits", ())
    return hits


def _counts(counted: dict[str, Any]) -> dict[str, int]:
    buckets = counted["values"]["buckets"]
    named = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    return {value: bucket["doc_count"] for value, bucket in named}


def _insist(outcomes: Iterable[Outcome]) -> None:
    """Everything must be done."""
    for outcome in list(outcomes):
        if outcome.result is not Result.DONE:
            raise EngineUnavailable(outcome.reason)
