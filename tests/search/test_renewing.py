"""Nobody waits for a lexicon but the first: the old one serves until the new one is complete."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from search import reading, renewing
from search.models import StopWord
from search.renewing import Renewed
from search.warm import COUNTS, VOCABULARY

LONG = 20.0
"""Seconds after which a test gives up; none waits for them."""


class Maker:
    """Makes 1, 2, 3 …; each but the first only when it is let."""

    def __init__(self) -> None:
        self.made, self.let, self.asked = 0, threading.Event(), threading.Event()

    def __call__(self) -> int:
        self.made += 1
        number = self.made
        if number > 1:
            self.asked.set()
            assert self.let.wait(LONG)
        return number


@pytest.fixture
def make() -> Maker:
    return Maker()


def in_threads(number: int, work: Callable[[], Any]) -> list[Any]:
    """What each of so many threads comes back with."""
    results: list[Any] = []
    threads = [threading.Thread(target=lambda: results.append(work())) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    return results


def renewed() -> None:
    """Wait until everything that is made beside the visitors is made."""
    for thread in threading.enumerate():
        if thread.name == "search-renewing":
            thread.join(LONG)
            assert not thread.is_alive()


def test_first_one_is_made_once_however_many_ask(make) -> None:
    kept: Renewed[int] = Renewed(1, LONG)
    assert in_threads(8, lambda: kept.get("a", "key", make)) == [1] * 8
    assert make.made == 1


@pytest.mark.parametrize(("seconds", "mark"), [(0.0, "a"), (LONG, "b")])
def test_old_one_serves_everybody_until_the_new_one_is_made(make, seconds: float, mark: str) -> None:
    kept: Renewed[int] = Renewed(1, seconds)
    kept.get("a", "key", make)
    assert in_threads(8, lambda: kept.get(mark, "key", make)) == [1] * 8
    assert make.asked.wait(LONG)
    assert kept.get(mark, "key", make) == 1
    make.let.set()
    renewed()
    assert make.made == 2
    assert kept.get(mark, "key", make) == 2
    renewed()


def test_what_cannot_be_made_leaves_the_old_one_and_is_not_tried_at_once(make, monkeypatch) -> None:
    kept: Renewed[int] = Renewed(1, LONG)
    kept.get("a", "key", make)
    attempts = []

    def fail() -> int:
        attempts.append(1)
        raise RuntimeError("no database")

    for _visit in range(3):
        assert kept.get("b", "key", fail) == 1
        renewed()
    assert len(attempts) == 1
    monkeypatch.setattr(renewing, "PAUSE_SECONDS", 0.0)
    kept.get("c", "key", fail)
    renewed()
    assert kept.get("c", "key", fail) == 1
    renewed()
    assert len(attempts) == 3


def test_new_one_is_finished_before_it_serves_and_the_first_one_afterwards(make) -> None:
    finished: list[int] = []
    kept: Renewed[int] = Renewed(1, LONG, finish=finished.append)
    assert kept.get("a", "key", make) == 1
    renewed()
    assert finished == [1]
    make.let.set()
    kept.get("b", "key", make)
    renewed()
    assert finished == [1, 2]


def test_those_that_were_made_first_go_first() -> None:
    kept: Renewed[str] = Renewed(2, LONG)
    for key in "abc":
        kept.get("mark", key, lambda: "old")
    assert [kept.get("mark", key, lambda: "new") for key in "bca"] == ["old", "old", "new"]


def test_forgotten_while_it_is_made_it_does_not_come_back(make) -> None:
    kept: Renewed[int] = Renewed(1, LONG)
    kept.get("a", "key", make)
    kept.get("b", "key", make)
    assert make.asked.wait(LONG)
    kept.forget()
    make.let.set()
    renewed()
    assert kept.get("b", "key", make) == 3


@pytest.fixture
def built(monkeypatch) -> list[Any]:
    """The lexicons that are built; none of them asks the database."""
    from search.understanding.lexicon import Lexicon

    made: list[Any] = []

    def build(known: Any) -> Lexicon:
        made.append(Lexicon(stop_words=["请问"]))
        return made[-1]

    monkeypatch.setattr(reading, "_lexicon", build)
    return made


@pytest.mark.django_db
def test_visitor_after_words_were_counted_is_served_with_the_lexicon_at_hand(built) -> None:
    first = reading.lexicon({})
    COUNTS._tell()
    assert reading.lexicon({}) is first
    renewed()
    assert reading.lexicon({}) is built[1]


@pytest.mark.django_db
def test_what_an_editor_says_holds_at_once(built, monkeypatch) -> None:
    first = reading.lexicon({})
    StopWord.objects.create(word="哪里有")
    # As it is after the commit, which a test never comes to.
    monkeypatch.setattr(connection, "run_on_commit", [])
    VOCABULARY._tell()
    told = reading.lexicon({})
    assert told is first
    assert told.is_stop("哪里有")
    renewed()
    assert reading.lexicon({}) is built[1]
