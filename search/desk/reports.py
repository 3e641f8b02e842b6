"""没有结果的检索 and 少有人点的检索: what visitors look for in vain, by query, as far as it may be known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.demand.noting import SITE, SUGGESTIONS
from search.models import QueryDay
from search.registry import documents
from search.vocabulary import vocabulary

PERIODS = (7, 30, 90)
LEAST_ASKED = 5
"""Fewer answers say nothing about whether people open hits."""

LOW = 0.2
"""A query of whose answers a smaller part was opened is in the second report."""


@dataclass(frozen=True)
class QueryLine:
    """A query in one place over the days of a report."""

    place: str
    query: str
    asked: int
    empty: int
    opened: int
    last_day: date

    @property
    def place_label(self) -> str:
        return places().get(self.place, self.place)

    @property
    def answered(self) -> int:
        """How many answers had something to open."""
        return max(self.asked - self.empty, 0)

    @property
    def share_empty(self) -> float:
        return min(self.empty / self.asked, 1.0) if self.asked else 0.0

    @property
    def share_opened(self) -> float:
        return min(self.opened / self.answered, 1.0) if self.answered else 0.0


@dataclass(frozen=True)
class Report:
    """One of the two: `name` stands in the address, `hint` says what to do about a line."""

    name: str
    label: Any
    hint: Any

    def lines(self, days: int, place: str = "") -> list[QueryLine]:
        """The lines of the last days, today included; those first that concern most people. One query."""
        found = [QueryLine(**row) for row in _counted(days, place)]
        words = vocabulary()
        found = [line for line in found if self._belongs(line) and not words.blocks(line.query)]
        return sorted(found, key=lambda line: (-self._weight(line), line.query, line.place))

    def _belongs(self, line: QueryLine) -> bool:
        if self.name == EMPTY:
            return line.empty > 0
        return line.answered >= LEAST_ASKED and line.share_opened < LOW

    def _weight(self, line: QueryLine) -> int:
        return line.empty if self.name == EMPTY else line.answered - line.opened


EMPTY, UNOPENED = "empty", "unopened"
REPORTS: Mapping[str, Report] = {
    report.name: report
    for report in (
        Report(
            EMPTY,
            gettext_lazy("没有结果的检索"),
            gettext_lazy("访客搜了却什么也没有找到。补一个同义词、置顶一条内容，或者写一篇他们要找的。"),
        ),
        Report(
            UNOPENED,
            gettext_lazy("少有人点的检索"),
            gettext_lazy("有结果，但很少有人点开，说明排在前面的不是访客要找的。试一试，再调整用词或置顶。"),
        ),
    )
}
COLUMNS = (
    ("query", gettext_lazy("搜索词")),
    ("place_label", gettext_lazy("来源")),
    ("asked", gettext_lazy("搜索次数")),
    ("empty", gettext_lazy("无结果次数")),
    ("opened", gettext_lazy("点开次数")),
    ("last_day", gettext_lazy("最近一次")),
)


def places() -> dict[str, str]:
    """Where queries are asked, in words."""
    lists = {kind: _("%s列表") % document.label for kind, document in documents.all.items()}
    return {SITE: _("全站搜索"), SUGGESTIONS: _("搜索建议"), **lists}


def counted_places() -> list[tuple[str, str]]:
    """Those places of which anything is known, with their labels."""
    known = places()
    found = QueryDay.objects.order_by().values_list("place", flat=True).distinct()
    return sorted(((place, known.get(place, place)) for place in found), key=lambda pair: pair[1])


def table(lines: Sequence[QueryLine]) -> list[list[Any]]:
    """A report as rows for a file, its heading first."""
    head = [str(label) for _name, label in COLUMNS]
    return [head, *([getattr(line, name) for name, _label in COLUMNS] for line in lines)]


def _counted(days: int, place: str) -> Iterable[Any]:
    since = timezone.localdate() - timedelta(days=days - 1)
    rows = QueryDay.objects.filter(day__gte=since)
    if place:
        rows = rows.filter(place=place)
    # The names of the sums are those of the columns.
    sums = {name: Sum(name) for name in ("asked", "empty", "opened")}
    return rows.order_by().values("place", "query").annotate(**sums, last_day=Max("day"))
