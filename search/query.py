"""What is asked and what is answered: pure values, the same for every engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.plan import Correction, Plan

LARGEST_SIZE = 50
DEEPEST = 1000
"""How many hits the pages of one list reach; a cursor goes on beyond."""


class QueryRefused(ValueError):
    """The query asks for what no engine is asked; `parameter` names what was wrong, the message is for people."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class Sort(models.TextChoices):
    RELEVANCE = "relevance", gettext_lazy("最相关")
    REPLY = "reply", gettext_lazy("回复快")
    RATING = "rating", gettext_lazy("评价高")
    NEWEST = "newest", gettext_lazy("最新")


WISHED = ("field", "industry", "district", "stage")
"""The facets by which a seeker says what they look for."""


@dataclass(frozen=True)
class Seeker:
    """What somebody chose here about themselves, as ids of facet values; never stored in an index or in a log.

    `consulted` maps (kind, key) of those whom they have consulted to their own rating, 1 to 5, or None without one.
    """

    needs: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    district: str = ""
    stage: str = ""
    consulted: Mapping[tuple[str, int], int | None] = field(default_factory=dict)

    @classmethod
    def wishing(cls, wishes: Mapping[str, Sequence[str]]) -> "Seeker":
        """Of what was chosen by the name of the facet that holds it; of several districts or stages the first counts."""
        return cls(
            needs=tuple(wishes.get("field", ())),
            industries=tuple(wishes.get("industry", ())),
            district=next(iter(wishes.get("district", ())), ""),
            stage=next(iter(wishes.get("stage", ())), ""),
        )

    @property
    def wishes(self) -> dict[str, tuple[str, ...]]:
        """What was chosen, by the name of the facet that holds it."""
        chosen = self.needs, self.industries, (self.district,), (self.stage,)
        return {facet: values for facet, values in zip(WISHED, chosen, strict=True) if any(values)}


@dataclass(frozen=True)
class SearchQuery:
    """A question. Raises QueryRefused where it goes beyond the limits.

    `kinds` narrows to some kinds of documents, () means all. `filters` holds value ids by facet: several values of one
    facet widen, several facets narrow; the name "kind" may be filtered and counted like a facet. `facets` are those to
    be counted. `since` and `until` are days, both included. `as_typed` forbids corrections. `cursor` comes from a
    result and replaces `page`.

    Equal hits take turns from one search to the next: `turn` comes from the result of the first page and belongs into
    the addresses of further pages; None takes the next turn.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rating_min: float | None = None
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    cursor: str = ""
    size: int = 20
    turn: int | None = None
    seeker: Seeker | None = None
    facets: tuple[str, ...] = ()
    highlight: bool = True
    as_typed: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.size <= LARGEST_SIZE:
            raise QueryRefused("size", _("每页条数应在 1 到 %d 之间。") % LARGEST_SIZE)
        if self.page < 1:
            raise QueryRefused("page", _("页码从 1 开始。"))
        if not self.cursor and self.page * self.size > DEEPEST:
            raise QueryRefused("page", _("最多翻到第 %d 条，请缩小范围或使用游标。") % DEEPEST)
        if self.sort not in Sort.values:
            raise QueryRefused("sort", _("没有这种排序。"))
        if self.since and self.until and self.since > self.until:
            raise QueryRefused("until", _("结束日期不能早于开始日期。"))


@dataclass(frozen=True)
class Highlight:
    """A piece of an object's original text: `field` is "title", "tag" or "body", `marks` are (start, end) in `text`."""

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Found:
    """A passage of a hit that says what was asked for: what it is called, where it stands, a piece of its text."""

    label: str
    url: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hit:
    """One result, read again through its document's public query; `object` is the model instance.

    `url` leads to the first of the `passages` where that says more of what was asked for than the title does. `day` is
    what "newest first" goes by. `reasons` says in words why it stands here for this seeker; `pinned` that an editor
    put it first. `text_score` is what the words alone are worth, `score` that times what else counts; hits with the same
    number in `equals` count as equally good.
    """

    kind: str
    key: int
    object: Any
    title: str
    url: str
    score: float = 0.0
    text_score: float = 0.0
    equals: int = 0
    highlights: tuple[Highlight, ...] = ()
    passages: tuple[Found, ...] = ()
    day: date | None = None
    reasons: tuple[str, ...] = ()
    pinned: bool = False


@dataclass(frozen=True)
class FacetCount:
    """A value of a facet: how many hits there would be with it alone in its facet, the other filters kept."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetCounts:
    """A facet; its values are in the order of the list, without those that are empty and not chosen."""

    name: str
    label: str
    values: tuple[FacetCount, ...]


@dataclass(frozen=True)
class SearchResult:
    """An answer.

    `total` counts every hit, `exact` says whether it is counted or a lower bound. `without` gives, by facet with a
    filter, the total if that filter were dropped. `plan` is how the text was understood, after relaxing. `cursor` leads
    to the next hits, `previous` to those before, each "" where there are none. `blocked` marks a text that the editors
    answer with nothing. `degraded` says that the engine of choice did not answer and the database did.
    """

    query: SearchQuery
    plan: Plan
    hits: tuple[Hit, ...]
    total: int
    exact: bool = True
    facets: tuple[FacetCounts, ...] = ()
    without: Mapping[str, int] = field(default_factory=dict)
    cursor: str = ""
    previous: str = ""
    turn: int = 0
    blocked: bool = False
    engine: str = ""
    degraded: bool = False
    generation: int = 0
    took_ms: float = 0.0

    @property
    def corrected(self) -> tuple[Correction, ...]:
        """What was typed and what it was taken for."""
        return self.plan.corrections

    @property
    def relaxed(self) -> tuple[str, ...]:
        """What was given up because nothing met all of the text."""
        return self.plan.relaxed

    @property
    def pages(self) -> int:
        """How many pages can be turned by number."""
        return min(-(-self.total // self.query.size), DEEPEST // self.query.size)
