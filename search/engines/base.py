"""What an engine is asked and answers. It sees words, ids and numbers; texts, people and rules stay above it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from search.plan import Plan
from search.query import Seeker, Sort


class EngineUnavailable(Exception):
    """The engine cannot answer now, or took too long."""


class EngineRefused(EngineUnavailable):
    """The engine is well, and will not do this: its index is not there, or is another one than expected."""


@dataclass(frozen=True)
class Offer:
    """Something to offer while somebody types, with the folded spellings whose beginnings find it."""

    text: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """One entry as it is to be written: tokens by column, separated by blanks, and what is filtered and sorted by.

    `values` holds value ids by facet. `digest` is equal for entries that are equal, whatever the engine.
    """

    kind: str
    key: int
    ename: str = ""
    name: str = ""
    tag: str = ""
    body: str = ""
    chars: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    site: int = 0
    first_day: date = date.min
    last_day: date = date.max
    newest: date | None = None
    rating: float | None = None
    quality: float | None = None
    reply_hours: float | None = None
    next_slot: date | None = None
    offers: tuple[Offer, ...] = ()
    digest: str = ""


Keys = frozenset[tuple[str, int]]
"""Kinds and keys of entries."""


@dataclass(frozen=True)
class Request:
    """Which entries are asked for beside the words, in which order, and which part of it.

    `kinds` are those that may be found at all; the choice among them is a filter named "kind". `day` is today: entries
    must be open on it, free slots are counted from it. Equal hits of the
    `rotating` kinds are shuffled by `seed`, then moved on by `turn`. Facets of which the entries hold nothing are in
    `daily`, with the entries by value.
    """

    kinds: tuple[str, ...]
    site: int
    day: date
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    rating_min: float | None = None
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.RELEVANCE
    seeker: Seeker | None = None
    rotating: frozenset[str] = frozenset()
    daily: Mapping[str, Mapping[str, Keys]] = field(default_factory=dict)
    seed: int = 0
    turn: int = 0
    offset: int = 0
    size: int = 20


@dataclass(frozen=True)
class Ranked:
    """A hit as the engine knows it; `equals` numbers the groups of hits that count as equal, the best being 1."""

    kind: str
    key: int
    score: float
    text_score: float
    equals: int = 0


@dataclass(frozen=True)
class Answer:
    """The asked part of the ranked hits, and the number of all.

    `matching` is the number without filters. `counts` are by facet and value id, `without` gives by facet the total
    if its filter were dropped.
    """

    ranked: Sequence[Ranked]
    total: int
    matching: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggested:
    """Something to offer: `kind` is a document's, a facet's name or "synonym"; `key` the object's or the value's id."""

    kind: str
    key: str
    text: str


class Finder(Protocol):
    """What answers. Every method may raise EngineUnavailable, and nothing else because of what is in a query.

    `degraded` says that another engine should have answered.
    """

    @property
    def name(self) -> str: ...

    @property
    def degraded(self) -> bool: ...

    def search(self, plan: Plan, request: Request) -> Answer:
        """The hits of a plan; the same set on every engine, the order of their text scores may differ."""

    def count(self, plan: Plan, request: Request) -> int:
        """How many hits the plan has, the request's filters set aside."""

    def suggest(self, prefix: str, kinds: Sequence[str], site: int, size: int) -> Sequence[Suggested]:
        """At most `size` of each kind, best first, whose text, pinyin or initials begin with the folded prefix."""


class Engine(Finder, Protocol):
    """What is written and answers. Every method may raise EngineUnavailable."""

    def write(self, drafts: Sequence[Draft], generations: Iterable[int]) -> None:
        """Put the entries into the generations, instead of what they hold under the same kinds and keys."""

    def delete(self, kind: str, keys: Iterable[int], generations: Iterable[int]) -> None:
        """Take the entries out of the generations; those that are not there are no mistake."""

    def offer(self, kind: str, offers: Sequence[tuple[str, Offer]], generations: Iterable[int]) -> None:
        """Keep a list of ids and offers that belong to no entry, best first, instead of what the list held."""

    def drop(self, generation: int) -> None:
        """Take everything out of a generation, in steps short enough for writers beside it."""

    def keys(self, generation: int, kind: str) -> set[int]:
        """The keys of all entries of the kind."""

    def stale(self, drafts: Sequence[Draft], generation: int) -> set[tuple[str, int]]:
        """Kind and key of the drafts that the generation does not hold exactly like this."""
