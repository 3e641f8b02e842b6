"""What a process keeps between searches, and how it learns that it is out of date.

A `Mark` in the shared cache changes with what is kept. A transaction that has changed it keeps and reads nothing, so
that it sees its own changes at once and nobody sees them before the commit, or ever, if it is rolled back. Should a
change of the mark get lost, what is kept dies after a minute or what is said otherwise.
"""

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import connection, transaction

T = TypeVar("T")

LONGEST_SECONDS = 60


class Mark:
    """The state of something in the database, by a name that all processes share."""

    def __init__(self, name: str) -> None:
        self._key = f"search:mark:{name}"

    def current(self) -> str | None:
        """What is kept under; None where this transaction has changes of its own. One read of the cache."""
        if self._is_pending():
            return None
        return str(cache.get_or_set(self._key, _new, None))

    def change(self) -> None:
        """Say that it has changed: to this transaction at once, to everybody when it is committed."""
        if not self._is_pending():
            transaction.on_commit(self._tell)

    def _is_pending(self) -> bool:
        # Django takes the callback back when a transaction or savepoint is rolled back.
        return any(callback[1] == self._tell for callback in connection.run_on_commit)

    def _tell(self) -> None:
        cache.set(self._key, _new(), None)


def current(*marks: Mark) -> str | None:
    """Several marks as one; None where this transaction has changes of its own."""
    states = [mark.current() for mark in marks]
    return None if None in states else ":".join(map(str, states))


def _new() -> str:
    return uuid.uuid4().hex


class Kept(Generic[T]):
    """Things under a mark; those not asked for longest go first. Nobody may change what is kept.

    `room` limits the sum of what `size` gives for each thing. What is not `lasting` serves whoever asked for it only.
    """

    def __init__(
        self,
        room: int,
        size: Callable[[T], int] = lambda thing: 1,
        seconds: int = LONGEST_SECONDS,
        lasting: Callable[[T], bool] = lambda thing: True,
    ) -> None:
        self._room, self._size, self._seconds, self._lasting = room, size, seconds, lasting
        self._things: OrderedDict[Hashable, tuple[str, float, T]] = OrderedDict()
        self._used = 0
        self._lock = Lock()

    def get(self, mark: str | None, key: Hashable, make: Callable[[], T]) -> T:
        """The thing, made now unless it was kept under the same mark; without a mark nothing is kept."""
        if mark is None:
            return make()
        with self._lock:
            known = self._things.get(key)
            if known and known[0] == mark and known[1] > time.monotonic():
                self._things.move_to_end(key)
                return known[2]
        thing = make()
        if self._lasting(thing):
            self._keep(mark, key, thing)
        return thing

    def _keep(self, mark: str, key: Hashable, thing: T) -> None:
        size = self._size(thing)
        if size > self._room:
            return
        with self._lock:
            if key in self._things:
                self._used -= self._size(self._things.pop(key)[2])
            self._things[key] = (mark, time.monotonic() + self._seconds, thing)
            self._used += size
            while self._used > self._room:
                self._used -= self._size(self._things.popitem(last=False)[1][2])


INDEX = Mark("index")
VOCABULARY = Mark("vocabulary")
COUNTS = Mark("counts")
BITS_GIVEN = Mark("bits")
