"""Finding mentors: one question gives a page everything it shows (P10, P11, P13)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms_pages.models import Field
from plugins.mentors.listed import ListedMentor
from portal.wishes import Wishes
from search.asking import Asked
from search.finding import find
from search.listing import PER_PAGE, Choice, Listing, WayOn
from search.query import DEEPEST, WISHED, SearchQuery, SearchResult, Seeker, Sort
from search.registry import documents
from search.showing import values_of
from search.warm import INDEX, Kept

KIND = "mentor"
SORTS: Mapping[Sort, Any] = {
    Sort.RELEVANCE: _("综合"),
    Sort.REPLY: _("回复快"),
    Sort.RATING: _("评价高"),
    Sort.NEWEST: _("新聘"),
}

TURN_MINUTES = 15
"""So often equals change places (P12)."""

STRIDE = 7919
"""By so many places: prime, so that each of any number of equals comes first, and none of the same twenty next."""

_fields: Kept[tuple[Field, ...]] = Kept(1)


def current_turn() -> int:
    """The number of the quarter of an hour, counted through the years."""
    return int(timezone.now().timestamp()) // (TURN_MINUTES * 60)


def known_values() -> dict[str, set[str]]:
    """The filters of the list by name, in their order, with the values that may be chosen."""
    listed = values_of(documents[KIND].facets)
    return {name: {value.id for value in values} for name, values in listed.items()}


def asked_of(parameters: QueryDict) -> Asked:
    """What an address asks for: every address gives a question, none an error.

    It holds known values only. Whose turn it is among equals is that of the moment, unless a further page holds it
    fast; pages end where search does.
    """
    asked = Asked.read(parameters, known_values(), tuple(SORTS))
    turn = current_turn() if asked.turn is None else asked.turn
    return replace(asked, turn=turn, page=min(asked.page, DEEPEST // PER_PAGE))


def query_of(asked: Asked, seeker: Seeker | None = None, size: int = PER_PAGE) -> SearchQuery:
    """The question to the search of the portal, with every filter of the list counted.

    It is asked for somebody only where nothing is filtered and no other order is wanted.
    """
    facets = tuple(facet.name for facet in documents[KIND].facets)
    turn = (asked.turn or 0) * STRIDE
    personal = seeker and seeker.wishes and not asked.chosen and asked.sort == Sort.RELEVANCE
    query = asked.query(facets, size)
    return replace(query, kinds=(KIND,), turn=turn, seeker=seeker if personal else None)


def wishes_among(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Those of the values by filter that say what somebody looks for, as far as the list knows them (P11)."""
    known = known_values()
    told = {name: tuple(v for v in values.get(name, ()) if v in known.get(name, ())) for name in WISHED}
    return {name: kept for name, kept in told.items() if kept}


@dataclass(frozen=True)
class Need:
    """A field to tick, worded as an answer to 你遇到什么问题."""

    slug: str
    label: str
    selected: bool


class MentorResults(Listing[Asked]):
    """The answer to a search: the mentors of one page, totals, and every other choice with its count and address.

    `personal` says whether the visitor lets lists be ordered for them; `wishes` holds what this one was ordered by.
    """

    sort_labels = SORTS

    def __init__(
        self,
        asked: Asked,
        found: SearchResult,
        path: str,
        *,
        personal: bool = True,
        wishes: Wishes | None = None,
        without_words: int = 0,
    ) -> None:
        super().__init__(asked, found, path)
        self.personal, self.wishes = personal, wishes or {}
        self._without_words = without_words

    @property
    def url(self) -> str:
        """The list with everything that was asked for, from its first page."""
        return self.asked.url(self.path)

    @property
    def clear_url(self) -> str:
        """The whole list."""
        return self.path

    @cached_property
    def items(self) -> tuple[ListedMentor, ...]:
        return tuple(ListedMentor(hit, self.asked.chosen.get("field", ())) for hit in self.hits)

    @property
    def reason(self) -> str:
        """Why the mentors stand in this order, in words (P11); "" where the order says it itself."""
        if self.asked.sort != Sort.RELEVANCE or not self.hits:
            return ""
        chosen = "、".join(
            choice.label for facet in self.facets for choice in facet.values if choice.selected
        )
        if chosen:
            return gettext("因为你选了“%s”，符合得多的排在前面。") % chosen
        if self.wishes:
            return gettext("因为你选了“%s”，相符的导师排在前面。") % self.wished
        return gettext("每位导师排在前面的机会均等，顺序定时轮换。")

    @cached_property
    def wished(self) -> str:
        """What is kept of the visitor's choices, in words."""
        listed = values_of(documents[KIND].facets)
        return "、".join(
            value.label
            for name, values in listed.items()
            for value in values
            if value.id in self.wishes.get(name, ())
        )

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """The fields that answer 你遇到什么问题, whether anybody has them or not, and those chosen (P10)."""
        return tuple(need for need, first in self._all_needs if first or need.selected)

    @cached_property
    def other_needs(self) -> tuple[Need, ...]:
        """The remaining fields, to be folded away."""
        return tuple(need for need, first in self._all_needs if not (first or need.selected))

    @cached_property
    def _all_needs(self) -> list[tuple[Need, bool]]:
        """Every field with whether it is among the common needs."""
        fields = _fields.get(INDEX.current(), "fields", lambda: tuple(Field.objects.all()))
        chosen = self.asked.chosen.get("field", ())
        return [
            (Need(field.slug, field.question, field.slug in chosen), field.shown_first) for field in fields
        ]

    @cached_property
    def active(self) -> tuple[Choice, ...]:
        """What narrows the list, words first, each with the way back."""
        if not self.text:
            return super().active
        words = Choice("q", f"“{self.text}”", 0, True, self.asked.anew(text="").url(self.path))
        return (words, *super().active)

    def _ways_on(self) -> Iterator[WayOn]:
        """Single things to give up that would bring somebody (X16)."""
        yield from super()._ways_on()
        if self._without_words:
            yield WayOn(f"“{self.text}”", self.asked.anew(text="").url(self.path), self._without_words)


def find_mentors(
    asked: Asked, site: Site, path: str, *, personal: bool = True, wishes: Wishes | None = None
) -> MentorResults:
    """Search the site's mentors who can be reached today; a page past the end gives the last one."""
    seeker = Seeker.wishing(wishes or {})
    query = query_of(asked, seeker)
    found = find(query, site)
    if found.pages and found.pages < query.page:
        asked = replace(asked, page=found.pages)
        found = find(replace(query, page=found.pages), site)
    without_words = 0
    if asked.text and not found.total:
        without_words = find(replace(query, text="", facets=(), size=1), site).total
    return MentorResults(
        asked, found, path, personal=personal, wishes=seeker.wishes, without_words=without_words
    )
