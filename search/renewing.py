"""Things that take long to make and grow old: while a new one is made, the old one serves, so that nobody waits.

Only the first one is waited for. What is made anew is made by a thread of this process, one at a time for each thing.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

import structlog
from django.db import connection

log = structlog.get_logger(__name__)
T = TypeVar("T")

PAUSE_SECONDS = 30.0
"""How long nobody tries after it could not be made."""


@dataclass(frozen=True)
class _Held(Generic[T]):
    thing: T
    mark: str
    until: float


Place = dict[Hashable, _Held[T]]


class Renewed(Generic[T]):
    """At most so many things, each old after so many seconds or when its mark has changed.

    `finish` does what a thing can be used without: for the first one when it serves already, for others before.
    """

    def __init__(self, most: int, seconds: float, finish: Callable[[T], None] = lambda thing: None) -> None:
        self._most, self._seconds, self._finish = most, seconds, finish
        self._held: Place[T] = {}
        self._at_work: set[Hashable] = set()
        self._first, self._lock = Lock(), Lock()

    def get(self, mark: str, key: Hashable, make: Callable[[], T]) -> T:
        """The thing as it is at hand; somebody is told to make a new one if it is old."""
        held = self._held.get(key)
        if held is None:
            return self._first_of_all(mark, key, make)
        if held.mark != mark or held.until <= time.monotonic():
            self.renew(mark, key, make)
        return held.thing

    def renew(self, mark: str, key: Hashable, make: Callable[[], T]) -> None:
        """Make a new one beside the visitors, unless that is being done."""
        with self._lock:
            if key in self._at_work:
                return
            self._at_work.add(key)
        self._beside(self._renew, self._held, mark, key, make)

    def forget(self) -> None:
        """Begin afresh, also where a new one is being made; for tests."""
        self._held = {}

    def _first_of_all(self, mark: str, key: Hashable, make: Callable[[], T]) -> T:
        with self._first:
            if held := self._held.get(key):
                return held.thing
            thing = make()
            self._keep(self._held, key, _Held(thing, mark, time.monotonic() + self._seconds))
        self._beside(self._finish, thing)
        return thing

    def _renew(self, place: Place[T], mark: str, key: Hashable, make: Callable[[], T]) -> None:
        try:
            thing = make()
            self._finish(thing)
            self._keep(place, key, _Held(thing, mark, time.monotonic() + self._seconds))
        except Exception:  # whatever is wrong: the old one goes on serving
            log.exception("search_renewal_failed")
            if held := place.get(key):
                self._keep(place, key, _Held(held.thing, mark, time.monotonic() + PAUSE_SECONDS))
        finally:
            self._at_work.discard(key)
            connection.close()

    def _keep(self, place: Place[T], key: Hashable, held: _Held[T]) -> None:
        with self._lock:
            place.pop(key, None)
            place[key] = held
            while len(place) > self._most:
                place.pop(next(iter(place)))

    @staticmethod
    def _beside(work: Callable[..., None], *arguments: Any) -> None:
        Thread(target=work, args=arguments, name="search-renewing", daemon=True).start()
