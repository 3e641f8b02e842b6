"""Finding mentors: one question gives a page everything it shows (P10, P13)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import log
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms_pages.facets import Facet, FacetValue, toggled_url
from cms_pages.models import MentorIndexPage
from plugins.mentors.listing import Card
from plugins.mentors.models import MentorListing
from plugins.mentors.tally import Row, Tally, overlap, tally
from plugins.mentors.terms import FACETS, Tables
from plugins.mentors.warm import Warm
from search.finding import Matches, matches
from search.plan import Plan
from search.warm import VOCABULARY

PER_PAGE = 20
KIND = "mentor"
FACET_NAMES = tuple(kind.name for kind in FACETS)
EQUAL = log(1.06)
"""Matches whose text scores differ by less than this factor count as equally good."""

TURN_MINUTES = 15
"""So often equals change places (P12)."""


class Sort(models.TextChoices):
    BEST = "best", _("综合")
    NEW = "new", _("新聘")
    NAME = "name", _("姓名")


# What a row of a tally holds: the key, the masks of the facets, and what rows are sorted by.
COLUMNS = ("pk", *(kind.column for kind in FACETS), "appointed_on", "sort_name")
APPOINTED, READING = (COLUMNS.index(name) for name in COLUMNS[-2:])


@dataclass(frozen=True)
class MentorSearch:
    """What a visitor looks for: text, values by facet, order, page. Holds known values only (see forms).

    `exact` searches the text as it was typed, without a correction. `turn` is whose turn it is among equals: that of
    the moment, unless a further page of a list holds it fast.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.BEST
    page: int = 1
    exact: bool = False
    turn: int = field(default_factory=lambda: current_turn())

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for searches that give the same list."""
        return *self.ranking_key, self.page

    @property
    def ranking_key(self) -> tuple[Any, ...]:
        """Equal for searches whose matches stand in the same order."""
        return self.text, tuple(self.chosen.items()), self.sort, self.exact, self.turn

    def parameters(self) -> dict[str, list[str]]:
        """The search as query parameters, without what is as usual and without the page."""
        given = {name: list(self.chosen[name]) for name in FACET_NAMES if self.chosen.get(name)}
        if self.text:
            given = {"q": [self.text], **given}
        if self.exact:
            given["exact"] = ["1"]
        if self.sort != Sort.BEST:
            given["sort"] = [self.sort.value]
        return given

    def masks(self, known: Tables) -> dict[str, int]:
        """The chosen values as bits by facet."""
        return {name: known[name].mask(slugs) for name, slugs in self.chosen.items()}


def current_turn() -> int:
    """The number of the quarter of an hour, counted through the years."""
    return int(timezone.now().timestamp()) // (TURN_MINUTES * 60)


@dataclass(frozen=True)
class Ranking:
    """Every match in its order, with counts; `plan` says how the text was understood, `scores` how well it fits."""

    tally: Tally
    plan: Plan
    scores: Mapping[int, float]


@dataclass(frozen=True)
class Choice:
    """A need to pick, or an order."""

    slug: str
    label: str
    selected: bool
    url: str


@dataclass(frozen=True)
class Active:
    """Something that narrows the list now; `url` is the list without it."""

    name: str
    label: str
    url: str


@dataclass(frozen=True)
class Suggestion:
    """What to give up when nobody matches, where that leads, and how many it would bring (X16)."""

    label: str
    url: str
    total: int


@dataclass(frozen=True)
class MentorResults:
    """The answer to a search: the cards of one page, totals, and every other choice with its count and address."""

    search: MentorSearch
    url: str
    tally: Tally
    plan: Plan
    tables: Tables
    page: Page[int]
    items: Sequence[Card]
    without_words: int

    @property
    def total(self) -> int:
        return len(self.tally.rows)

    @property
    def text(self) -> str:
        """The text as it was typed; with what follows for search/understood.html."""
        return self.search.text

    @property
    def corrected(self) -> str:
        """What was searched for instead of what was typed."""
        return "、".join(correction.meant for correction in self.plan.corrections)

    @property
    def as_typed_url(self) -> str:
        """The list for the text as it was typed."""
        return self._url(replace(self.search, exact=True))

    @property
    def relaxed(self) -> str:
        """What was given up because nobody meets all of the text."""
        return "、".join(dict.fromkeys(self.plan.relaxed))

    @property
    def chosen_fields(self) -> tuple[str, ...]:
        return self.search.chosen.get("field", ())

    @property
    def reason(self) -> str:
        """Why the mentors stand in this order, in words (P11)."""
        if self.search.sort != Sort.BEST:
            return ""
        if self.search.chosen:
            labels = "、".join(label for name in self.search.chosen for _slug, label in self._labels(name))
            return gettext("因为你选了“%s”，符合得多的排在前面。") % labels
        return gettext("每位导师排在前面的机会均等，顺序定时轮换。")

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        return self.search.parameters()

    @property
    def query_dict(self) -> QueryDict:
        """The parameters as the pager keeps them, with the turn: what nobody asked this list is left out."""
        kept = QueryDict(mutable=True)
        for name, values in self.parameters.items():
            kept.setlist(name, values)
        kept["turn"] = str(self.search.turn)
        return kept

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """Every facet with the values that would give something, and those that are chosen."""
        return tuple(Facet(kind.name, str(kind.label), self._values(kind.name)) for kind in FACETS)

    @cached_property
    def needs(self) -> tuple[Choice, ...]:
        """The fields that answer 你遇到什么问题, whether anybody has them or not, and those chosen (P10)."""
        return tuple(need for need, first in self._fields if first or need.selected)

    @cached_property
    def other_needs(self) -> tuple[Choice, ...]:
        """The remaining fields, to be folded away."""
        return tuple(need for need, first in self._fields if not (first or need.selected))

    @cached_property
    def _fields(self) -> list[tuple[Choice, bool]]:
        """Every field with whether it is among the common needs."""
        return [
            (
                Choice(
                    value.slug,
                    value.question,
                    value.slug in self.chosen_fields,
                    self._toggled("field", value.slug),
                ),
                value.shown_first,
            )
            for value in self.tables["field"].values
        ]

    @cached_property
    def sorts(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                sort.value,
                str(sort.label),
                sort == self.search.sort,
                self._url(replace(self.search, sort=sort)),
            )
            for sort in Sort
        )

    @cached_property
    def active(self) -> tuple[Active, ...]:
        """What narrows the list, words first, each with the way back."""
        values = [
            Active(name, label, self._toggled(name, slug))
            for name in self.search.chosen
            for slug, label in self._labels(name)
        ]
        words = [Active("q", f"“{self.search.text}”", self._url(replace(self.search, text="")))]
        return tuple(words + values if self.search.text else values)

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """For an empty list: single things to give up that would bring somebody, the most first."""
        if self.total:
            return ()
        helping = [
            Suggestion(
                "、".join(label for _slug, label in self._labels(name)),
                self._url(self._dropping(name)),
                total,
            )
            for name, total in self.tally.without.items()
        ]
        if self.search.text:
            without = self._url(replace(self.search, text=""))
            helping.append(Suggestion(f"“{self.search.text}”", without, self.without_words))
        return tuple(sorted((drop for drop in helping if drop.total), key=lambda drop: -drop.total))

    @property
    def clear_url(self) -> str:
        return self.url

    def _values(self, name: str) -> tuple[FacetValue, ...]:
        counts, chosen = self.tally.counts[name], self.search.chosen.get(name, ())
        return tuple(
            FacetValue(
                value.slug,
                value.label,
                counts.get(value.bit, 0),
                value.slug in chosen,
                self._toggled(name, value.slug),
            )
            for value in self.tables[name].values
            if counts.get(value.bit) or value.slug in chosen
        )

    def _labels(self, name: str) -> list[tuple[str, str]]:
        chosen = self.search.chosen.get(name, ())
        return [(value.slug, value.label) for value in self.tables[name].values if value.slug in chosen]

    def _dropping(self, name: str) -> MentorSearch:
        return replace(self.search, chosen={k: v for k, v in self.search.chosen.items() if k != name})

    def _toggled(self, name: str, slug: str) -> str:
        return toggled_url(self.url, self.parameters, name, slug)

    def _url(self, search: MentorSearch) -> str:
        return toggled_url(self.url, search.parameters(), "page", "")


@dataclass(frozen=True)
class Scope:
    """Which mentors of a site are searched, and a name for them that no other mentors have."""

    name: tuple[str, int]
    site: Site
    listings: Any

    @classmethod
    def of_section(cls, index: MentorIndexPage, site: Site) -> "Scope":
        return cls(("section", index.pk), site, MentorListing.objects.filter(index=index.pk))

    @classmethod
    def of_site(cls, site: Site) -> "Scope":
        return cls(("site", site.pk), site, MentorListing.objects.of_site(site))


def find_mentors(
    search: MentorSearch, scope: Scope, held: Warm, *, url: str, on: date | None = None
) -> MentorResults:
    """Search the mentors of the scope who can be reached on that day.

    One query for the cards; some more for text, and one for the rows that are counted when `held` has none yet. A
    page past the end gives the last one.
    """
    day = on or timezone.localdate()
    found = rank(search, scope, day, held)
    rows = found.tally.rows
    page = Paginator([row[0] for row in rows], PER_PAGE).get_page(search.page)
    without_words = 0
    if search.text and not rows:
        without_words = len(rank(replace(search, text=""), scope, day, held).tally.rows)
    return MentorResults(
        search=search,
        url=url,
        tally=found.tally,
        plan=found.plan,
        tables=held.tables,
        page=page,
        items=cards_of(scope, day, list(page)),
        without_words=without_words,
    )


def rank(search: MentorSearch, scope: Scope, day: date, held: Warm) -> Ranking:
    """Every match in the order of the search on that day, with counts."""
    key = (scope.name, day, *search.ranking_key, VOCABULARY.current())
    return held.rankings.get(key, lambda: _rank(search, scope, day, held))


def _rank(search: MentorSearch, scope: Scope, day: date, held: Warm) -> Ranking:
    reachable = scope.listings.reachable(day).order_by()
    rows = held.rows.get((scope.name, day), lambda: list(reachable.values_list(*COLUMNS)))
    found = Matches(Plan(), {})
    if search.text:
        found = matches(search.text, KIND, scope.site, as_typed=search.exact)
        rows = [row for row in rows if row[0] in found.scores]
    counted = tally(rows, FACET_NAMES, search.masks(held.tables))
    key = sort_key(search, held.tables, found.scores)
    return Ranking(replace(counted, rows=sorted(counted.rows, key=key)), found.plan, found.scores)


def cards_of(scope: Scope, day: date, keys: Sequence[int]) -> list[Card]:
    """The cards with these keys in their order, read anew; whoever has left the scope meanwhile is left out."""
    if not keys:
        return []
    found = dict(scope.listings.reachable(day).filter(pk__in=keys).order_by().values_list("pk", "card"))
    return [found[key] for key in keys if key in found]


def sort_key(
    search: MentorSearch, known: Tables, scores: Mapping[int, float]
) -> Callable[[Row], tuple[Any, ...]]:
    """What orders the rows of `rank`, ascending; no two rows have the same key."""
    match search.sort:
        case Sort.NEW:
            return lambda row: (-row[APPOINTED].toordinal(), -row[0])
        case Sort.NAME:
            return lambda row: (row[READING], row[0])
    return _best_key(search, known, scores)


def _best_key(
    search: MentorSearch, known: Tables, scores: Mapping[int, float]
) -> Callable[[Row], tuple[int, int, int]]:
    chosen = search.masks(known)
    wanted = [(place, chosen[name]) for place, name in enumerate(FACET_NAMES, start=1) if chosen.get(name)]

    def key(row: Row) -> tuple[int, int, int]:
        score = scores.get(row[0], 0.0)
        words = round(log(score) / EQUAL) if score > 0 else 0
        points = sum(overlap(row[place], mask) for place, mask in wanted)
        # Equals change places all day long: nobody stays first because of an early key (P12).
        return -words, -points, hash((row[0], search.turn))

    return key
