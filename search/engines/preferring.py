"""Elasticsearch while it is well, else the database: a visitor never sees the difference but in the order of equals."""

import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

import structlog

from search.engines.base import Answer, EngineRefused, Finder, Request, Suggested
from search.plan import Plan

log = structlog.get_logger(__name__)
T = TypeVar("T")

MOST_FAILURES = 3
PAUSE_SECONDS = 30.0


class Breaker:
    """Keeps this process from asking again and again what does not answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._next_try = 0.0
        self._lock = Lock()

    def allows(self) -> bool:
        """Whether to ask now. After the pause one may try; the others wait for what comes of it."""
        with self._lock:
            if self._failures < MOST_FAILURES:
                return True
            if self._clock() < self._next_try:
                return False
            self._next_try = self._clock() + PAUSE_SECONDS
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._next_try = self._clock() + PAUSE_SECONDS

    @property
    def is_open(self) -> bool:
        return self._failures >= MOST_FAILURES


breaker = Breaker()


class Preferring:
    """One search: what Elasticsearch could not answer, the database answers, and all that is asked after it."""

    def __init__(self, fallback: Finder) -> None:
        self._fallback = fallback
        self.degraded = False

    @property
    def name(self) -> str:
        return self._fallback.name if self.degraded else "elasticsearch"

    def search(self, plan: Plan, request: Request) -> Answer:
        return self._ask(lambda engine: engine.search(plan, request))

    def count(self, plan: Plan, request: Request) -> int:
        return self._ask(lambda engine: engine.count(plan, request))

    def suggest(self, prefix: str, kinds: Sequence[str], site: int, size: int) -> Sequence[Suggested]:
        return self._ask(lambda engine: engine.suggest(prefix, kinds, site, size))

    def _ask(self, question: Callable[[Finder], T]) -> T:
        if self.degraded or not breaker.allows():
            return self._instead(question)
        try:
            # The client takes a while to load, and is not needed by those who never search.
            from search.engines.elastic.engine import ElasticEngine

            answer = question(ElasticEngine())
        except EngineRefused as error:
            # It answers, and keeps nobody waiting.
            breaker.succeeded()
            log.warning("search_engine_refused", reason=str(error))
            return self._instead(question)
        except Exception as error:  # whatever is wrong there, the database answers
            breaker.failed()
            log.warning("search_engine_failed", reason=f"{type(error).__name__}: {error}")
            return self._instead(question)
        breaker.succeeded()
        return answer

    def _instead(self, question: Callable[[Finder], T]) -> T:
        self.degraded = True
        return question(self._fallback)
