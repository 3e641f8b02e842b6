"""What every list of found things shows: filters with counts and addresses, how the text was taken, ways on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from search.asking import SORTS, Asked
from search.query import DEEPEST, Hit, SearchResult, Sort

PER_PAGE = 20
A = TypeVar("A", bound=Asked)


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
class WayOn:
    """What to give up when nothing was found, and how many hits that would bring, None where nobody knows."""

    label: str
    url: str
    total: int | None


class Listing(Generic[A]):
    """The answer to what was asked under an address; without an answer nothing was asked yet."""

    sort_labels: ClassVar[Mapping[Sort, Any]] = {sort: sort.label for sort in SORTS}

    def __init__(self, asked: A, found: SearchResult | None, path: str) -> None:
        self.asked, self.found, self.path = asked, found, path

    @property
    def text(self) -> str:
        return self.asked.text

    @property
    def total(self) -> int:
        return self.found.total if self.found else 0

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self.found.hits if self.found else ()

    @property
    def degraded(self) -> bool:
        """Whether the engine of choice did not answer."""
        return self.found is not None and self.found.degraded

    @cached_property
    def facets(self) -> tuple[Choices, ...]:
        """The filters that were counted, with the values that would give something, and those that are chosen."""
        found = self.found.facets if self.found else ()
        return tuple(
            Choices(
                facet.name,
                facet.label,
                tuple(
                    Choice(
                        value.value,
                        value.label,
                        value.count,
                        value.selected,
                        self.asked.toggled(facet.name, value.value).url(self.path),
                    )
                    for value in facet.values
                ),
            )
            for facet in found
        )

    def values_of(self, name: str) -> tuple[Choice, ...]:
        """The values of one filter."""
        return next((facet.values for facet in self.facets if facet.name == name), ())

    @property
    def sorts(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                sort.value,
                str(label),
                0,
                sort == self.asked.sort,
                self.asked.anew(sort=sort).url(self.path),
            )
            for sort, label in self.sort_labels.items()
        )

    @cached_property
    def active(self) -> tuple[Choice, ...]:
        """Every choice that narrows the list; its url takes it away."""
        return tuple(choice for facet in self.facets for choice in facet.values if choice.selected)

    @property
    def clear_url(self) -> str:
        """The list for the same words without any choice."""
        return type(self.asked)(text=self.text).url(self.path)

    @property
    def corrected(self) -> str:
        """What was searched for instead of what was typed."""
        return "、".join(correction.meant for correction in self.found.corrected) if self.found else ""

    @property
    def relaxed(self) -> str:
        """What was given up because nothing met all of the text."""
        return "、".join(dict.fromkeys(self.found.relaxed)) if self.found else ""

    @property
    def akin(self) -> str:
        """What was asked for alone and nothing holds, where hits are of what it is a part or a kind of; else empty."""
        plan = self.found.plan if self.found else None
        asked = tuple(one.text for one in plan.concepts) if plan else ()
        return "、".join(asked) if plan and plan.relaxed and plan.relaxed == asked else ""

    @property
    def aside(self) -> str:
        """What was typed but not looked for, though it may seem so."""
        return "、".join(self.found.plan.aside) if self.found else ""

    @property
    def as_typed_url(self) -> str:
        return self.asked.anew(as_typed=True).url(self.path)

    @property
    def understood_url(self) -> str:
        """The same text with corrections allowed, where they were forbidden."""
        return self.asked.anew(as_typed=False).url(self.path)

    @cached_property
    def ways_on(self) -> tuple[WayOn, ...]:
        """For an empty list: what to drop, that which brings most first."""
        return tuple(sorted(self._ways_on(), key=lambda way: -(way.total or 0))) if not self.total else ()

    def _ways_on(self) -> Iterator[WayOn]:
        without = self.found.without if self.found else {}
        for name, total in without.items():
            labels = [choice.label for choice in self.values_of(name) if choice.selected]
            if labels and total:
                yield WayOn("、".join(labels), self.asked.without(name).url(self.path), total)

    @cached_property
    def page(self) -> Page[int]:
        return Paginator(range(min(self.total, DEEPEST)), PER_PAGE).get_page(self.asked.page)

    @property
    def kept(self) -> QueryDict:
        """The parameters that the pager keeps, with the order of equal hits."""
        kept = QueryDict(mutable=True)
        for name, values in self.asked.parameters().items():
            kept.setlist(name, values)
        turn = self.found.turn if self.found and self.asked.turn is None else self.asked.turn
        if turn is not None:
            kept["turn"] = str(turn)
        return kept
