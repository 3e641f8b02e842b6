"""Counts of one day in the shared cache, until a job writes those down that enough different visitors have asked.

A visitor is known by a keyed hash whose key is drawn anew each day and stands in the cache alone. Should the key get
lost, whatever was counted under it is lost with it, as nothing names its place any more. Two processes that write at
once may lose a count; nobody waits for anybody.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache

VISITORS = 5
"""As many different visitors must ask a query on one day before it is written down."""

PARTS = 16
MOST = 1000
"""Queries in one part; what comes after them on a day is not counted."""

SECONDS = int(timedelta(days=2).total_seconds())


@dataclass(frozen=True)
class Note:
    """One search, or one hit that was opened. `visitor` is a mark (`Pool.mark`), "" where none is needed."""

    place: str
    query: str
    visitor: str = ""
    asked: int = 0
    empty: int = 0
    opened: int = 0


@dataclass
class Count:
    """What is known of one query on one day; `query` is "" and nobody can tell it until enough visitors have asked."""

    place: str
    query: str = ""
    visitors: frozenset[str] = frozenset()
    asked: int = 0
    empty: int = 0
    opened: int = 0

    def add(self, note: Note, *, known: bool) -> None:
        self.asked += note.asked
        self.empty += note.empty
        self.opened += note.opened
        if self.query:
            return
        if note.visitor:
            self.visitors |= {note.visitor}
        if known or len(self.visitors) >= VISITORS:
            self.query, self.visitors = note.query, frozenset()


class Pool:
    """The counts of a day."""

    def __init__(self, day: date) -> None:
        self._key = f"search:demand:{day.isoformat()}"
        self._secret: Any = cache.get_or_set(self._key, lambda: secrets.token_bytes(32), SECONDS)

    @classmethod
    def existing(cls, day: date) -> "Pool | None":
        """That of a day on which something was counted."""
        return cls(day) if cache.get(f"search:demand:{day.isoformat()}") else None

    def mark(self, visitor: str) -> str:
        """What stands for a visitor on this day; nobody can go back from it without the day's key."""
        return self._hashed("visitor", visitor)

    def add(self, notes: Iterable[Note], known: frozenset[tuple[str, str]]) -> None:
        """Count; the text of a query is kept at once if it is among the `known` pairs of place and query."""
        parts: dict[int, list[tuple[str, Note]]] = {}
        for note in notes:
            name = self._hashed(note.place, note.query)
            parts.setdefault(int(name, 16) % PARTS, []).append((name, note))
        for part, named in parts.items():
            counts = self._read(part)
            for name, note in named:
                if name in counts or len(counts) < MOST:
                    count = counts.setdefault(name, Count(note.place))
                    count.add(note, known=(note.place, note.query) in known)
            cache.set(self._part(part), counts, SECONDS)

    def counts(self) -> Iterator[Count]:
        """Those whose query may be written down."""
        for part in range(PARTS):
            yield from (count for count in self._read(part).values() if count.query)

    def forget(self) -> None:
        """Delete everything of the day, its key too."""
        cache.delete_many([self._key, *map(self._part, range(PARTS))])

    def _read(self, part: int) -> dict[str, Count]:
        return dict(cache.get(self._part(part)) or {})

    def _part(self, part: int) -> str:
        # Under another key the parts have other names: counts of a lost key are never mixed with later ones.
        return f"{self._key}:{self._hashed('part', str(part))}"

    def _hashed(self, kind: str, text: str) -> str:
        return hashlib.blake2b(f"{kind}\n{text}".encode(), key=self._secret, digest_size=16).hexdigest()
