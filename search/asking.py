"""From the address of /search/ to a question, and back: whatever stands there, a question comes out or is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.query import QueryRefused, SearchQuery, Sort
from search.registry import KIND

LONGEST_TEXT = 100
LARGEST_NUMBER = 10**6
SORTS = (Sort.RELEVANCE, Sort.NEWEST)


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
class Asked:
    """What the address asks for. Unknown values are left out; `since` and `until` go before `within`."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: Within = Within.ANY
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    turn: int | None = None
    as_typed: bool = False

    @classmethod
    def read(cls, parameters: QueryDict, known: Mapping[str, set[str] | None]) -> Self:
        """Of the address; `known` names the filters, each with its values where they are few. Raises QueryRefused."""
        chosen = {name: _values(parameters.getlist(name), values) for name, values in known.items()}
        within, sort = parameters.get("within", ""), parameters.get("sort", "")
        return cls(
            text=clean(parameters.get("q", "")),
            chosen={name: values for name, values in chosen.items() if values},
            within=Within(within) if within in Within.values else Within.ANY,
            since=_day(parameters, "since"),
            until=_day(parameters, "until"),
            sort=Sort(sort) if sort in SORTS else Sort.RELEVANCE,
            page=_number(parameters.get("page", "")) or 1,
            turn=_number(parameters.get("turn", "")),
            as_typed=parameters.get("exact") == "1",
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for yet."""
        return not (self.text or self.chosen or self.within or self.since or self.until)

    @property
    def is_first_look(self) -> bool:
        """Whether a text is asked for as it comes, before anything is narrowed, turned or ordered."""
        return bool(self.text) and self == type(self)(text=self.text)

    @property
    def dated(self) -> bool:
        return bool(self.within or self.since or self.until)

    def query(self, today: date, facets: tuple[str, ...] = (), size: int = 20) -> SearchQuery:
        """The question; a list without words is the newest first. Raises QueryRefused."""
        since = self.since
        if self.within and not (self.since or self.until):
            since = today - timedelta(days=self.within.days)
        return SearchQuery(
            text=self.text,
            filters=self.chosen,
            since=since,
            until=self.until,
            sort=self.sort if self.text else Sort.NEWEST,
            page=self.page,
            size=size,
            turn=self.turn,
            facets=facets,
            as_typed=self.as_typed,
        )

    def parameters(self) -> dict[str, list[str]]:
        """As parameters of an address, without what is as usual and without the page."""
        usual = Asked()
        given: dict[str, list[str]] = {"q": [self.text]} if self.text else {}
        given |= {name: list(values) for name, values in self.chosen.items()}
        given |= {
            name: [value.isoformat() if isinstance(value, date) else str(value)]
            for name in ("within", "since", "until", "sort")
            if (value := getattr(self, name)) != getattr(usual, name)
        }
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

    def undated(self) -> Self:
        return replace(self, within=Within.ANY, since=None, until=None, page=1, turn=None)

    def _with(self, chosen: Mapping[str, tuple[str, ...]]) -> Self:
        kept = {name: values for name, values in chosen.items() if values}
        return replace(self, chosen=kept, page=1, turn=None)


def clean(text: str) -> str:
    """A text as it can be shown and put into an address: without NUL and halves of characters, not too long."""
    plain = text[: LONGEST_TEXT * 4].replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    return " ".join(plain.split())[:LONGEST_TEXT].strip()


def _values(given: list[str], known: set[str] | None) -> tuple[str, ...]:
    values = dict.fromkeys(clean(value) for value in given[:50])
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
    return min(int(text), LARGEST_NUMBER) if text.isdecimal() and len(text) < 10 else None
