"""Everything that /search/ shows: hits in groups, filters with counts, ways on where nothing was found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from search.asking import AskedOfSite, Known, Within
from search.documents import Document
from search.finding import find
from search.listing import PER_PAGE, Choice, Listing, WayOn
from search.query import Hit, Sort
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
    """The answer to what was asked on a site. Raises QueryRefused."""

    def __init__(self, asked: AskedOfSite, site: Any, path: str) -> None:
        self.known = documents.enabled(site)
        found = None if asked.is_empty else find(asked.query(self._counted(asked), PER_PAGE), site)
        super().__init__(asked, found, path)

    def _counted(self, asked: AskedOfSite) -> tuple[str, ...]:
        """Kinds always; the filters of the kinds that were chosen, and those that are chosen themselves."""
        chosen = {kind: self.known[kind] for kind in asked.chosen.get(KIND, ())}
        names = (*documents.facets_of(chosen), *(name for name in asked.chosen if name != KIND))
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


def labels_of(known: Mapping[str, Document]) -> Iterable[str]:
    """What can be searched, in words."""
    return [str(document.label) for document in known.values()]
