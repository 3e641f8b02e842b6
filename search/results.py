"""Everything that /search/ shows: hits in groups, filters with counts, ways on where nothing was found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.asking import AskedOfSite, Known, Within
from search.documents import Document
from search.finding import find
from search.listing import PER_PAGE, Choice, Listing, WayOn
from search.query import DEEPEST, Hit, SearchResult, Sort
from search.registry import KIND, documents


@dataclass(frozen=True)
class Group:
    """Hits of one kind on this page; `url` leads to all of them, "" where the list shows no other kind."""

    label: str
    total: int
    url: str
    hits: tuple[Hit, ...]


def known_filters(known: Mapping[str, Document]) -> Known:
    """The filters that an address may name, with their values where they are kinds."""
    facets = documents.facets_of(known)
    return {KIND: set(known), **dict.fromkeys(facets)}


class Results(Listing[AskedOfSite]):
    """The answer to what was asked on a site; with `kinds` a list of these alone, which shows all of them before anything
    is asked. Raises QueryRefused.

    A page past the end gives the last one.
    """

    def __init__(self, asked: AskedOfSite, site: Any, path: str, kinds: tuple[str, ...] = ()) -> None:
        super().__init__(asked, None, path)
        self.is_first_look = asked.is_first_look
        self.kinds, self.known = kinds, documents.enabled(site)
        if kinds or not asked.is_empty:
            self.found = self._find(site)
            if self.total and not self.hits and asked.page > 1:
                self.asked = replace(asked, page=self.page.paginator.num_pages, turn=self.found.turn)
                del self.page
                self.found = self._find(site)

    def _find(self, site: Any) -> SearchResult:
        return find(replace(self.asked.query(self._counted(), PER_PAGE), kinds=self.kinds), site)

    def _counted(self) -> tuple[str, ...]:
        """Kinds always; the filters of the kinds that were chosen, and those that are chosen themselves."""
        if self.kinds:
            return tuple(documents.facets_of({kind: self.known[kind] for kind in self.kinds}))
        chosen = {kind: self.known[kind] for kind in self.asked.chosen.get(KIND, ())}
        names = (*documents.facets_of(chosen), *(name for name in self.asked.chosen if name != KIND))
        return (KIND, *dict.fromkeys(names))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The hits of this page by kind, the kind of the best hit first; one group where the order is that of days."""
        kinds = dict.fromkeys(hit.kind for hit in self.hits)
        if len(kinds) < 2 or self.asked.sort != Sort.RELEVANCE or not self.text:
            return (Group("", self.total, "", self.hits),) if self.hits else ()
        counts = {choice.slug: choice.count for choice in self.values_of(KIND)}
        return tuple(
            Group(
                label=str(self.known[kind].label),
                total=counts.get(kind, 0),
                url=self.asked.only(kind).url(self.path),
                hits=tuple(hit for hit in self.hits if hit.kind == kind),
            )
            for kind in kinds
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
                self.asked.undated().anew(within=within).url(self.path),
            )
            for within in Within
        )

    @cached_property
    def active(self) -> tuple[Choice, ...]:
        chosen = super().active
        if not self.asked.dated:
            return chosen
        return (*chosen, Choice("", self.period_label, 0, True, self.asked.undated().url(self.path)))

    @property
    def period_label(self) -> str:
        """The chosen days in words."""
        asked = self.asked
        if not (asked.since or asked.until):
            return str(asked.within.label)
        days = {"since": asked.since or "…", "until": asked.until or "…"}
        return _("%(since)s 至 %(until)s") % days

    def _ways_on(self) -> Iterator[WayOn]:
        yield from super()._ways_on()
        if self.asked.dated:
            yield WayOn(self.period_label, self.asked.undated().url(self.path), None)

    @property
    def counts_as_search(self) -> bool:
        """Whether a visitor has asked this, and was answered as well as the portal can (`search.demand`)."""
        unanswered = self.found is None or (self.found.degraded and not self.total)
        return self.is_first_look and not unanswered

    @property
    def is_cut(self) -> bool:
        """Whether the pages end before the list does."""
        return self.total > DEEPEST

    @property
    def kept(self) -> QueryDict:
        """The parameters that the pager keeps; the turn only where somebody takes turns."""
        kept = super().kept
        if not any(self.known[kind].takes_turns for kind in self.kinds or self.known):
            kept.pop("turn", None)
        return kept


def labels_of(known: Mapping[str, Document]) -> Iterable[str]:
    """What can be searched, in words."""
    return [str(document.label) for document in known.values()]
