"""People at work at the same time: each in a process of its own, on the same portal, until time is up."""

import multiprocessing
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

READY = "ready"
START_SECONDS, END_SECONDS, GLANCE_SECONDS = 1800, 300, 5
"""How long people may take to begin and to come back; on a busy machine that is long. Whoever dies is missed sooner."""


@dataclass
class Done:
    """What somebody did: how long each thing took in milliseconds, and what went wrong."""

    work: str
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class LostError(Exception):
    """Somebody died or took too long."""


class Crowd:
    """Writers publish profiles, readers search; as a context it waits until all are ready, and stops them at its end."""

    def __init__(self, data: Path, *, writers: int, readers: int) -> None:
        self._processes = multiprocessing.get_context("spawn")
        self._stop = self._processes.Event()
        self._told: Any = self._processes.Queue()
        works = ["write"] * writers + ["read"] * readers
        self._people = [
            self._processes.Process(target=_work, args=(work, number, data, self._stop, self._told))
            for number, work in enumerate(works)
        ]
        self.done: list[Done] = []

    def __enter__(self) -> "Crowd":
        for person in self._people:
            person.start()
        for _person in self._people:
            self._next(START_SECONDS)
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for _person in self._people:
            try:
                self.done.append(self._next(END_SECONDS))
            except LostError as lost:
                self.done.append(Done("lost", errors=[str(lost)]))
        for person in self._people:
            person.join(10)

    def _next(self, seconds: float) -> Any:
        """What somebody tells next. Raises LostError when nobody is left to tell it in time."""
        last = time.monotonic() + seconds
        while time.monotonic() < last:
            alive = any(person.is_alive() for person in self._people)
            with suppress(Empty):
                return self._told.get(timeout=GLANCE_SECONDS)
            if not alive or any(person.exitcode for person in self._people):
                break
        raise LostError("somebody did not come back")

    def of(self, work: str) -> list[float]:
        """How long each thing of a kind took."""
        return [taken for done in self.done if done.work == work for taken in done.times]

    @property
    def errors(self) -> Sequence[str]:
        return [error for done in self.done for error in done.errors]


def _work(work: str, number: int, data: Path, stop: Any, told: Any) -> None:
    from benchmarks.search.portal import enter

    enter(data)
    steps = {"write": _writer, "read": _reader}[work](number)
    next(steps)
    told.put(READY)
    done = Done(work)
    while not stop.is_set():
        started = time.perf_counter()
        try:
            next(steps)
        except Exception as error:
            done.errors.append(f"{type(error).__name__}: {error}")
            steps = {"write": _writer, "read": _reader}[work](number)
        done.times.append((time.perf_counter() - started) * 1000)
    told.put(done)


def _writer(number: int) -> Any:
    """Publishes one profile after the other; two may well meet at one."""
    from django.db import transaction

    from cms_pages.models import MentorPage
    from search.analysis.tokens import tokens

    # Whoever loads dictionaries inside a transaction keeps all the others waiting for as long.
    tokens(name="王雨桐", tags=["融資"])
    chance = random.Random(number)
    keys = list(MentorPage.objects.order_by("pk").values_list("pk", flat=True)[:200])
    words = ("融资", "税务", "出口", "商标", "民宿", "直播", "认证", "担保")
    while True:
        with transaction.atomic():
            page = MentorPage.objects.get(pk=chance.choice(keys))
            page.headline = "".join(chance.sample(words, 3))
            page.save_revision().publish()
        yield


def _reader(number: int) -> Any:
    """Asks one question after the other."""
    from wagtail.models import Site

    from benchmarks.search.asked import questions
    from search.finding import find

    site, place = Site.objects.get(), number
    while True:
        asked = questions(place)
        result = find(asked[place % len(asked)], site)
        if result.degraded:
            raise RuntimeError("the search was not answered in time")
        place += 1
        yield
