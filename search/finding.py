"""Finding: a text and filters go in, results that may be shown come out."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from search.cursors import Cursor
from search.documents import Document, FacetField
from search.engines import for_search
from search.engines.base import Answer, EngineUnavailable, Finder, Ranked, Request
from search.folding import fold
from search.plan import Plan
from search.query import Hit, QueryRefused, SearchQuery, SearchResult, Sort
from search.reading import relaxed, understood
from search.registry import KIND, documents
from search.showing import facet_counts, hit_of, objects_of, wished
from search.turns import Turns
from search.vocabulary import Pinned, vocabulary

EVERY = 1 << 30
"""More hits than there can be."""

_turns = Turns()


def find(query: SearchQuery, site: Any) -> SearchResult:
    """The answer for visitors of the site. Raises QueryRefused for what cannot be asked.

    Whatever the index says, only objects that `Document.public` gives are in it. The number of queries to the database
    does not depend on how many hits there are.
    """
    started = time.perf_counter()
    known = documents.enabled(site)
    search = _Search(query, site, known, documents.facets_of(known), for_search())
    search.refuse_unknown()
    result = search.result()
    return replace(result, took_ms=(time.perf_counter() - started) * 1000)


@dataclass(frozen=True)
class Matches:
    """How a text was understood, and the text score of everything that it finds, by key."""

    plan: Plan
    scores: Mapping[int, float]


def matches(text: str, kind: str, site: Any, *, as_typed: bool = False) -> Matches:
    """Every match of one kind, for a list that filters, counts and orders by itself and reads its objects anew.

    An engine that cannot answer finds nothing.
    """
    query = SearchQuery(text=text, kinds=(kind,), turn=0, as_typed=as_typed)
    known = documents.enabled(site)
    search = _Search(query, site, known, {}, for_search())
    return search.matches()


@dataclass(frozen=True)
class _Search:
    """One search on its way."""

    query: SearchQuery
    site: Any
    known: Mapping[str, Document]
    facets: Mapping[str, FacetField]
    engine: Finder

    def refuse_unknown(self) -> None:
        for kind in self.query.kinds:
            if kind not in self.known:
                raise QueryRefused("kinds", _("没有这种类别：%s") % kind)
        for name in (*self.query.filters, *self.query.facets):
            if name != KIND and name not in self.facets:
                raise QueryRefused(name, _("没有这个筛选条件：%s") % name)

    def result(self) -> SearchResult:
        words = vocabulary()
        folded = fold(self.query.text)
        if words.blocks(folded):
            return self._nothing(Plan(self.query.text, impossible=True), blocked=True)
        request = self._request(folded)
        plan = understood(self.query.text, self.known, as_typed=self.query.as_typed)
        try:
            plan, answer = self._answer(plan, request)
        except EngineUnavailable:
            return self._nothing(plan, degraded=True)
        pins = words.pinned(self.site.pk, folded, request.day) if self._takes_pins() else []
        return SearchResult(
            query=self.query,
            plan=plan,
            hits=self._hits(answer, plan, pins),
            total=answer.total,
            facets=facet_counts(self.query, answer, self.known, self.facets),
            without=answer.without,
            cursor=_cursor(request, answer),
            turn=request.turn,
            engine=self.engine.name,
            degraded=self.engine.degraded,
        )

    def matches(self) -> Matches:
        folded = fold(self.query.text)
        if vocabulary().blocks(folded):
            return Matches(Plan(self.query.text, impossible=True), {})
        plan = understood(self.query.text, self.known, as_typed=self.query.as_typed)
        request = replace(self._request(folded), size=EVERY, rotating=frozenset())
        try:
            plan, answer = self._answer(plan, request)
        except EngineUnavailable:
            return Matches(plan, {})
        return Matches(plan, {found.key: found.text_score for found in answer.ranked})

    def _answer(self, plan: Plan, request: Request) -> tuple[Plan, Answer]:
        """What the plan finds, or what remains of it when nothing meets all of it.

        What was typed comes before what it may have meant: something new, which the lexicon does not know yet, is
        found as it stands.
        """
        if plan.corrections:
            literal = understood(self.query.text, self.known, as_typed=True)
            answer = self.engine.search(literal, request)
            if answer.matching:
                return literal, answer
        answer = self.engine.search(plan, request)
        if answer.matching or not plan.concepts:
            return plan, answer
        wider = relaxed(plan, lambda candidate: self.engine.count(candidate, request))
        return wider, self.engine.search(wider, request)

    def _request(self, folded: str) -> Request:
        query, day = self.query, timezone.localdate()
        kinds = tuple(kind for kind in self.known if not query.kinds or kind in query.kinds)
        if query.cursor:
            start = Cursor.read(query.cursor)
        else:
            asked = (folded, kinds, tuple(sorted(query.filters.items())), query.sort, query.seeker is None)
            turn = _turns.take(asked) if query.turn is None else query.turn
            start = Cursor((query.page - 1) * query.size, day.toordinal(), turn)
        return Request(
            kinds=kinds,
            site=self.site.pk,
            day=day,
            filters=query.filters,
            facets=query.facets,
            rating_min=query.rating_min,
            since=query.since,
            until=query.until,
            sort=query.sort,
            seeker=query.seeker,
            rotating=frozenset(kind for kind in kinds if self.known[kind].takes_turns),
            seed=start.seed,
            turn=start.turn,
            offset=start.offset,
            size=query.size,
        )

    def _takes_pins(self) -> bool:
        """Only the first page of an unfiltered list begins with what editors pinned."""
        query = self.query
        return query.page == 1 and not query.cursor and not query.filters and query.sort == Sort.RELEVANCE

    def _hits(self, answer: Answer, plan: Plan, pins: list[Pinned]) -> tuple[Hit, ...]:
        first = [Ranked(pin.kind, pin.key, 0.0, 0.0) for pin in pins if self._is_asked(pin.kind)]
        pinned = {(pin.kind, pin.key) for pin in first}
        ranked = [*first, *(found for found in answer.ranked if (found.kind, found.key) not in pinned)]
        objects = objects_of([(found.kind, found.key) for found in ranked], self.known, self.site)
        wishes = wished(self.query, self.facets)
        return tuple(
            hit_of(
                found, objects[key], self.known[found.kind], self.query, plan, wishes, pinned=key in pinned
            )
            for found in ranked
            if (key := (found.kind, found.key)) in objects
        )

    def _is_asked(self, kind: str) -> bool:
        return kind in self.known and (not self.query.kinds or kind in self.query.kinds)

    def _nothing(self, plan: Plan, *, blocked: bool = False, degraded: bool = False) -> SearchResult:
        return SearchResult(
            self.query, plan, hits=(), total=0, blocked=blocked, degraded=degraded, engine=self.engine.name
        )


def _cursor(request: Request, answer: Answer) -> str:
    """The way to the next hits, "" when there are none."""
    reached = request.offset + request.size
    return str(Cursor(reached, request.seed, request.turn)) if reached < answer.total else ""
