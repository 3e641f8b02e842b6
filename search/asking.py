"""From the address of a list to a question, and back: whatever stands there, a question comes out or is refused."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.query import QueryRefused, SearchQuery, Sort
from search.registry import KIND

LONGEST_TEXT = 100
MOST_VALUES = 50
"""So many values of one filter count."""

SORTS = (Sort.RELEVANCE, Sort.NEWEST)

Known = Mapping[str, Collection[str] | None]
"""The filters that an address may name, each with its values where they are known."""


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for; what is unknown there is left out."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    turn: int | None = None
    as_typed: bool = False

    @classmethod
    def read(cls, parameters: QueryDict, known: Known, sorts: Collection[Sort] = SORTS) -> Self:
        """Of the address. Raises QueryRefused."""
        return cls(**cls._given(parameters, known, sorts))

    @classmethod
    def _given(cls, parameters: QueryDict, known: Known, sorts: Collection[Sort]) -> dict[str, Any]:
        chosen = {name: _values(parameters.getlist(name), values) for name, values in known.items()}
        sort = parameters.get("sort", "")
        return {
            "text": clean(parameters.get("q", "")),
            "chosen": {name: values for name, values in chosen.items() if values},
            "sort": next((one for one in sorts if one == sort), Sort.RELEVANCE),
            "page": _number(parameters.get("page", "")) or 1,
            "turn": _number(parameters.get("turn", "")),
            "as_typed": parameters.get("exact") == "1",
        }

    @property
    def key(self) -> Hashable:
        """Equal for what asks the same."""
        return self.text, tuple(self.chosen.items()), self.sort, self.page, self.turn, self.as_typed

    @property
    def is_first_look(self) -> bool:
        """Whether a text is asked for as it comes, before anything is narrowed, leafed through or ordered."""
        return bool(self.text) and self == type(self)(text=self.text, turn=self.turn)

    def query(self, facets: tuple[str, ...] = (), size: int = 20) -> SearchQuery:
        """The question. Raises QueryRefused."""
        return SearchQuery(
            text=self.text,
            filters=self.chosen,
            sort=self.sort,
            page=self.page,
            size=size,
            turn=self.turn,
            facets=facets,
            as_typed=self.as_typed,
        )

    def parameters(self) -> dict[str, list[str]]:
        """As parameters of an address, without what is as usual and without the page."""
        given: dict[str, list[str]] = {"q": [self.text]} if self.text else {}
        given |= {name: list(values) for name, values in self.chosen.items()}
        if self.sort != Sort.RELEVANCE:
            given["sort"] = [self.sort.value]
        return given | ({"exact": ["1"]} if self.as_typed else {})

    def url(self, path: str) -> str:
        query = urlencode(self.parameters(), doseq=True)
        return f"{path}?{query}" if query else path

    def toggled(self, name: str, value: str) -> Self:
        """With a value of a filter added, or taken away if it is chosen."""
        had = self.chosen.get(name, ())
        values = tuple(other for other in had if other != value) if value in had else (*had, value)
        return self._with({**self.chosen, name: values})

    def without(self, name: str) -> Self:
        """With a filter taken away."""
        return self._with({other: values for other, values in self.chosen.items() if other != name})

    def only(self, kind: str) -> Self:
        """Narrowed to one kind."""
        return self._with({**self.chosen, KIND: (kind,)})

    def anew(self, **changes: Any) -> Self:
        """Changed, from the first page."""
        return replace(self, **{"page": 1, "turn": None, **changes})

    def _with(self, chosen: Mapping[str, tuple[str, ...]]) -> Self:
        return self.anew(chosen={name: values for name, values in chosen.items() if values})


class Within(models.TextChoices):
    """How far back; the days count from today."""

    ANY = "", gettext_lazy("不限")
    WEEK = "week", gettext_lazy("最近一周")
    MONTH = "month", gettext_lazy("最近一月")
    YEAR = "year", gettext_lazy("最近一年")

    @property
    def days(self) -> int:
        return {"week": 7, "month": 30, "year": 365}[self.value]


@dataclass(frozen=True)
class AskedOfSite(Asked):
    """What the address of /search/ asks for; `since` and `until` go before `within`."""

    within: Within = Within.ANY
    since: date | None = None
    until: date | None = None

    @classmethod
    def _given(cls, parameters: QueryDict, known: Known, sorts: Collection[Sort]) -> dict[str, Any]:
        within = parameters.get("within", "")
        return super()._given(parameters, known, sorts) | {
            "within": Within(within) if within in Within.values else Within.ANY,
            "since": _day(parameters, "since"),
            "until": _day(parameters, "until"),
        }

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for yet."""
        return not (self.text or self.chosen or self.dated)

    @property
    def dated(self) -> bool:
        return bool(self.within or self.since or self.until)

    def query(self, facets: tuple[str, ...] = (), size: int = 20) -> SearchQuery:
        """The question; a list without words is the newest first. Raises QueryRefused."""
        since = self.since
        if self.within and not (self.since or self.until):
            since = timezone.localdate() - timedelta(days=self.within.days)
        sort = self.sort if self.text else Sort.NEWEST
        return replace(super().query(facets, size), since=since, until=self.until, sort=sort)

    def parameters(self) -> dict[str, list[str]]:
        days = {"since": self.since, "until": self.until}
        dated = {name: [day.isoformat()] for name, day in days.items() if day}
        return super().parameters() | ({"within": [self.within.value]} if self.within else {}) | dated

    def undated(self) -> Self:
        return self.anew(within=Within.ANY, since=None, until=None)


def clean(text: str) -> str:
    """A text as it can be shown and put into an address: without NUL and halves of characters, not too long."""
    plain = text[: LONGEST_TEXT * 4].replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    return " ".join(plain.split())[:LONGEST_TEXT].strip()


def _values(given: list[str], known: Collection[str] | None) -> tuple[str, ...]:
    values = dict.fromkeys(clean(value) for value in given[:MOST_VALUES])
    return tuple(value for value in values if value and (known is None or value in known))


def _day(parameters: QueryDict, name: str) -> date | None:
    text = clean(parameters.get(name, ""))
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise QueryRefused(name, _("日期“%s”写得不对，请写成 2026-11-22 的样子。") % text[:20])
    return day


def _number(text: Any) -> int | None:
    """A number that was given; nothing where it is none, or beyond all measure."""
    return int(text) if text.isdecimal() and len(text) < 10 else None
