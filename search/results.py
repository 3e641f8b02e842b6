"""Everything that /search/ shows: hits in groups, filters with counts, ways on where nothing was found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from search.asking import SORTS, Asked, Within
from search.documents import Document
from search.finding import find
from search.query import DEEPEST, Hit, SearchResult, Sort
from search.registry import KIND, documents

PER_PAGE = 20


@dataclass(frozen=True)
class Choice:
    """A value to choose; `url` is the list with it chosen, or without it where it is chosen."""

    slug: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Choices:
    name: str
    label: str
    values: tuple[Choice, ...]


@dataclass(frozen=True)
class Group:
    """Hits of one kind on this page; `url` leads to all of them, "" where the list shows no other kind."""

    label: str
    total: int
    url: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class WayOn:
    """What to give up when nothing was found, and how many hits that would bring, None where nobody knows."""

    label: str
    url: str
    total: int | None


def known_filters(known: Mapping[str, Document]) -> dict[str, set[str] | None]:
    """The filters that an address may name, with their values where they are kinds."""
    facets = documents.facets_of(known)
    return {KIND: set(known), **dict.fromkeys(facets)}


class Results:
    """The answer to what was asked on a site; with `kinds` a list of these alone, which shows all of them before anything
    is asked. Raises QueryRefused.

    A page past the end gives the last one.
    """

    def __init__(self, asked: Asked, site: Any, path: str, kinds: tuple[str, ...] = ()) -> None:
        self.asked, self.path, self.kinds = asked, path, kinds
        self.known = documents.enabled(site)
        self.found: SearchResult | None = None
        if kinds or not asked.is_empty:
            self.found = self._find(site)
            if self.total and not self.hits and asked.page > 1:
                self.asked = replace(asked, page=self.page.paginator.num_pages, turn=self.found.turn)
                del self.page
                self.found = self._find(site)

    def _find(self, site: Any) -> SearchResult:
        query = self.asked.query(timezone.localdate(), self._counted(), PER_PAGE)
        return find(replace(query, kinds=self.kinds), site)

    def _counted(self) -> tuple[str, ...]:
        """Kinds always; the filters of the kinds that were chosen, and those that are chosen themselves."""
        if self.kinds:
            return tuple(documents.facets_of({kind: self.known[kind] for kind in self.kinds}))
        chosen = {kind: self.known[kind] for kind in self.asked.chosen.get(KIND, ())}
        names = (*documents.facets_of(chosen), *(name for name in self.asked.chosen if name != KIND))
        return (KIND, *dict.fromkeys(names))

    @property
    def text(self) -> str:
        return self.asked.text

    @property
    def total(self) -> int:
        return self.found.total if self.found else 0

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self.found.hits if self.found else ()

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The hits of this page by kind, the kind of the best hit first; one group where the order is that of days."""
        kinds = dict.fromkeys(hit.kind for hit in self.hits)
        if len(kinds) < 2 or self.asked.sort != Sort.RELEVANCE or not self.text:
            return (Group("", self.total, "", self.hits),) if self.hits else ()
        counts = {choice.slug: choice.count for choice in self._values(KIND)}
        return tuple(
            Group(
                label=str(self.known[kind].label),
                total=counts.get(kind, 0),
                url=self.asked.only(kind).url(self.path),
                hits=tuple(hit for hit in self.hits if hit.kind == kind),
            )
            for kind in kinds
        )

    @cached_property
    def facets(self) -> tuple[Choices, ...]:
        found = self.found.facets if self.found else ()
        return tuple(Choices(facet.name, facet.label, self._values(facet.name)) for facet in found)

    def _values(self, name: str) -> tuple[Choice, ...]:
        found = self.found.facets if self.found else ()
        return tuple(
            Choice(
                value.value,
                value.label,
                value.count,
                value.selected,
                self.asked.toggled(name, value.value).url(self.path),
            )
            for facet in found
            if facet.name == name
            for value in facet.values
        )

    @property
    def periods(self) -> tuple[Choice, ...]:
        dated = bool(self.asked.since or self.asked.until)
        return tuple(
            Choice(
                within.value,
                str(within.label),
                0,
                within == self.asked.within and not dated,
                replace(self.asked.undated(), within=within).url(self.path),
            )
            for within in Within
        )

    @property
    def sorts(self) -> tuple[Choice, ...]:
        return tuple(Choice(sort.value, str(sort.label), 0, sort == self.asked.sort, "") for sort in SORTS)

    @cached_property
    def active(self) -> tuple[Choice, ...]:
        """Every choice that narrows the list; its url takes it away."""
        values = [choice for facet in self.facets for choice in facet.values if choice.selected]
        if not self.asked.dated:
            return tuple(values)
        return (*values, Choice("", self.period_label, 0, True, self.asked.undated().url(self.path)))

    @property
    def period_label(self) -> str:
        """The chosen days in words."""
        asked = self.asked
        if not (asked.since or asked.until):
            return str(asked.within.label)
        days = {"since": asked.since or "…", "until": asked.until or "…"}
        return _("%(since)s 至 %(until)s") % days

    @property
    def clear_url(self) -> str:
        return Asked(text=self.text).url(self.path)

    @property
    def corrected(self) -> str:
        """What was searched for instead of what was typed."""
        return "、".join(correction.meant for correction in self.found.corrected) if self.found else ""

    @property
    def relaxed(self) -> str:
        """What was given up because nothing met all of the text."""
        return "、".join(dict.fromkeys(self.found.relaxed)) if self.found else ""

    @property
    def as_typed_url(self) -> str:
        return replace(self.asked, as_typed=True, page=1, turn=None).url(self.path)

    @property
    def understood_url(self) -> str:
        """The same text with corrections allowed, where they were forbidden."""
        return replace(self.asked, as_typed=False, page=1, turn=None).url(self.path)

    @cached_property
    def ways_on(self) -> tuple[WayOn, ...]:
        """For an empty list: what to drop, that which brings most first."""
        return tuple(sorted(self._ways_on(), key=lambda way: -(way.total or 0))) if not self.total else ()

    def _ways_on(self) -> Iterator[WayOn]:
        without = self.found.without if self.found else {}
        for name, total in without.items():
            labels = [choice.label for choice in self._values(name) if choice.selected]
            if labels and total:
                yield WayOn("、".join(labels), self.asked.without(name).url(self.path), total)
        if self.asked.dated:
            yield WayOn(self.period_label, self.asked.undated().url(self.path), None)

    @property
    def counts_as_search(self) -> bool:
        """Whether a visitor has asked this, and was answered as well as the portal can (`search.demand`)."""
        unanswered = self.found is None or (self.found.degraded and not self.total)
        return self.asked.is_first_look and not unanswered

    @property
    def is_cut(self) -> bool:
        """Whether the pages end before the list does."""
        return self.total > DEEPEST

    @cached_property
    def page(self) -> Page[int]:
        return Paginator(range(min(self.total, DEEPEST)), PER_PAGE).get_page(self.asked.page)

    @property
    def kept(self) -> QueryDict:
        """The parameters that the pager keeps, with the order of equal hits."""
        kept = QueryDict(mutable=True)
        for name, values in self.asked.parameters().items():
            kept.setlist(name, values)
        if self.found and any(self.known[kind].takes_turns for kind in self.kinds or self.known):
            kept["turn"] = str(self.found.turn)
        return kept


def labels_of(known: Mapping[str, Document]) -> Iterable[str]:
    """What can be searched, in words."""
    return [str(document.label) for document in known.values()]
