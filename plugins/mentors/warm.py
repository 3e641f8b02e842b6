"""What a process keeps between requests: the words of filters, what lists are counted from, and what was drawn.

Everything here belongs to a mark in the shared cache. Whoever changes a term or a mentor's row changes the mark, and
the next request of every process starts afresh; so does one after a minute, in case a change of the mark got lost.
Lists are read much more often than they change, and most visitors ask for the same few.
"""

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.utils.safestring import SafeString

from plugins.mentors.tally import Row
from plugins.mentors.terms import Tables, read_tables

if TYPE_CHECKING:
    from plugins.mentors.queries import Ranking

T = TypeVar("T")

MARK = "mentors:mark"
LONGEST_SECONDS = 60
SCOPES, SEARCHES, LISTS, CARDS = 4, 100, 100, 2000


class Kept(Generic[T]):
    """Things by what they depend on; the ones not asked for longest go first. Nobody may change what is kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pieces: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing, made now if need be; two threads may make the same one at once."""
        with self._lock:
            if key in self._pieces:
                self._pieces.move_to_end(key)
                return self._pieces[key]
        piece = make()
        with self._lock:
            self._pieces[key] = piece
            while len(self._pieces) > self._most:
                self._pieces.popitem(last=False)
        return piece


class Warm:
    """Everything kept under one mark."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.until = time.monotonic() + LONGEST_SECONDS
        self.rows: Kept[list[Row]] = Kept(SCOPES)
        self.rankings: Kept[Ranking] = Kept(SEARCHES)
        self.lists: Kept[tuple[SafeString, int]] = Kept(LISTS)
        self.cards: Kept[SafeString] = Kept(CARDS)

    @cached_property
    def tables(self) -> Tables:
        """The words of every filter; five queries at the first question."""
        return read_tables()


_held: Warm | None = None


def warm() -> Warm:
    """What is valid now; one read of the shared cache, so ask once a request and pass it on."""
    global _held
    mark = str(cache.get_or_set(MARK, _new_mark, None))
    held = _held
    if held is None or held.mark != mark or held.until < time.monotonic():
        held = _held = Warm(mark)
    return held


def forget() -> None:
    """Start afresh in every process: at once, and once more when others can see the change."""
    cache.set(MARK, _new_mark(), None)
    transaction.on_commit(lambda: cache.set(MARK, _new_mark(), None))


def _new_mark() -> str:
    return uuid.uuid4().hex
