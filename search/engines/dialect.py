"""What the two databases do differently: matching words, scoring them, keeping them."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

from search.engines.base import Draft
from search.plan import Alternative, Plan


@dataclass(frozen=True)
class Matching:
    """The pieces of a statement that finds a plan: entries are "e"; parameters go in the order of the pieces."""

    score: str
    tables: str
    condition: str
    score_parameters: Sequence[Any] = ()
    parameters: Sequence[Any] = ()


LONGEST_SECONDS = 1.0
"""No search takes longer in the database, however many statements it asks."""

LONGEST_TOKEN = 200
"""Longer words are not indexed, so none is looked for."""

GAP = "·"
"""Keeps a place among the characters of a text, and is none."""

EVERYTHING = Matching("CAST(1 AS REAL)", "search_entry e", "TRUE")
"""What finds all entries, for a plan without words."""


class Patience:
    """What is left of the time of one search; the clock starts when the database is first asked."""

    def __init__(self) -> None:
        self._end: float | None = None

    def left(self) -> float:
        """Seconds, none or less when it is over."""
        now = time.monotonic()
        if self._end is None:
            self._end = now + LONGEST_SECONDS
        return self._end - now


class Dialect(Protocol):
    def matching(self, plan: Plan) -> Matching:
        """How a plan with words is found."""

    def write(self, texts: Sequence[tuple[int, Draft]]) -> None:
        """Keep the words of entries under their keys, instead of what is kept there."""

    def same(self, texts: Sequence[tuple[int, Draft]]) -> set[int]:
        """The keys of those entries whose words are kept just so."""

    def limited(self, seconds: float) -> AbstractContextManager[None]:
        """Where a statement that takes longer, on the wall, is an OperationalError."""


def dialect() -> Dialect:
    """The one of the default database."""
    if connection.vendor == "sqlite":
        from search.engines.sqlite import SQLite

        return SQLite()
    from search.engines.postgresql import PostgreSQL

    return PostgreSQL()


def usable(plan: Plan) -> Iterator[list[Alternative]]:
    """The alternatives of each concept that hold a word at all; a concept may be left with none."""
    for concept in plan.concepts:
        cleaned = (Alternative(clean(way.words), _clean(way.characters)) for way in concept.alternatives)
        yield [way for way in cleaned if way.words and max(map(len, way.words)) <= LONGEST_TOKEN]


def clean(words: Iterable[str]) -> tuple[str, ...]:
    """The words without what no database takes; analysis leaves nothing of it, a caller's own plan may."""
    return tuple(dict.fromkeys(kept for word in words if (kept := _clean(word))))


def _clean(word: str) -> str:
    return "".join(word.split()).replace("\0", "").encode("utf-8", "ignore").decode()
