"""Elasticsearch stopped and killed while people search: nobody notices but the first, and they for a second."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.search.asked import questions
from benchmarks.search.clock import percentile
from benchmarks.search.portal import KEPT, NotReachable, portal
from benchmarks.search.table import Measured, not_run
from bin.services import elasticsearch
from bin.services.base import CannotStart
from portal.progress import step

VISITORS, BEFORE, AFTER = 3, 3.0, 10.0
FIRST_BAR, LATER_BAR = 1300.0, 2.0
BLOWS = {"killed": signal.SIGKILL, "stopped": signal.SIGSTOP}


def measure(size: int, seconds: int) -> list[Measured]:
    small = max(size // 10, 100)
    try:
        return [row for name in BLOWS for row in _struck(name, small)]
    except (CannotStart, NotReachable) as reason:
        return [not_run("outage", reason)]


def _struck(name: str, size: int) -> list[Measured]:
    from benchmarks.search.apart import apart

    return apart(f"{__name__}:_measure", name, size)


def _measure(name: str, size: int) -> list[Measured]:
    title = f"outage: {name}"
    try:
        with _own_server() as server:
            os.environ["ELASTICSEARCH_URL"] = server.url()
            with portal(size, copy=True):
                return _outage(title, BLOWS[name], server)
    except CannotStart as reason:
        return [not_run(title, reason)]


@contextmanager
def _own_server() -> Iterator[Any]:
    """One that may be killed, in a folder of its own; that of `make services` stays as it is."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=KEPT) as folder:
        elasticsearch.SERVICES = elasticsearch.ROOT = Path(folder)
        try:
            with step("an Elasticsearch of its own"):
                elasticsearch.start()
            yield elasticsearch._Server()
        finally:
            elasticsearch.remove()


@dataclass(frozen=True)
class Visit:
    begun: float
    taken: float
    engine: str
    failure: str = ""


def _outage(title: str, blow: signal.Signals, server: Any) -> list[Measured]:
    from search.engines import preferring
    from search.indexing import rebuild

    with step("index built on both engines"):
        list(rebuild())
    by_database = _by_database()
    visitors = Visitors()
    with visitors:
        time.sleep(BEFORE)
        struck = time.perf_counter()
        os.kill(server._process(), blow)
        opened = struck
        while time.perf_counter() < struck + AFTER:
            if not preferring.breaker.is_open:
                opened = time.perf_counter()
            time.sleep(0.005)
    visits = visitors.visits
    before = [visit for visit in visits if visit.begun + visit.taken < struck]
    hit = [
        visit.taken * 1000 for visit in visits if struck < visit.begun + visit.taken and visit.begun <= opened
    ]
    later = [visit.taken * 1000 for visit in visits if visit.begun > opened]
    failed = [visit for visit in visits if visit.failure]
    by_elasticsearch = sum(visit.engine == "elasticsearch" for visit in before)
    slower = percentile(later, 0.5) / by_database
    return [
        Measured(
            f"{title}: failed searches",
            str(len(failed)),
            "0",
            not failed and by_elasticsearch > 0,
            f"of {len(visits)} by {VISITORS} at once; {by_elasticsearch} answered by Elasticsearch before",
        ),
        Measured(
            f"{title}: until it is left alone, p95",
            f"{percentile(hit, 0.95):.0f} ms",
            f"<= {FIRST_BAR:.0f} ms",
            percentile(hit, 0.95) <= FIRST_BAR,
            f"{len(hit)} searches in {(opened - struck) * 1000:.0f} ms",
        ),
        Measured(
            f"{title}: afterwards, p50",
            f"{slower:.2f}x database",
            f"<= {LATER_BAR:.0f}x",
            slower <= LATER_BAR,
            f"{percentile(later, 0.5):.1f} against {by_database:.1f} ms",
        ),
    ]


def _by_database() -> float:
    """What a search takes where no Elasticsearch is set, with as many visitors at once."""
    from django.test import override_settings

    with override_settings(ELASTICSEARCH_URL=""), Visitors() as visitors:
        time.sleep(BEFORE)
    return percentile([visit.taken * 1000 for visit in visitors.visits], 0.5)


class Visitors:
    """They search one after the other, each in a thread, until the context ends."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self._leave = threading.Event()
        self._threads = [threading.Thread(target=self._search, args=(place,)) for place in range(VISITORS)]

    def __enter__(self) -> "Visitors":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._leave.set()
        for thread in self._threads:
            thread.join(30)

    def _search(self, place: int) -> None:
        from django.db import connection
        from wagtail.models import Site

        from search.finding import find

        site = Site.objects.get()
        while not self._leave.is_set():
            asked = questions(place)
            begun = time.perf_counter()
            engine = failure = ""
            try:
                result = find(asked[place % len(asked)], site)
                engine = result.engine
                if result.degraded and engine != "database":
                    failure = "nobody answered"
            except Exception as error:
                failure = f"{type(error).__name__}: {error}"
            self.visits.append(Visit(begun, time.perf_counter() - begun, engine, failure))
            place += VISITORS
        connection.close()
