"""A rebuild beside people who write, on a database with several writers."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from plugins.mentors.models import Mentor
from search.indexing import drift, index, rebuild
from search.models import Entry, Generation
from tests.factories.mentors import MentorFactory
from tests.search.conftest import ADVISER

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.usefixtures("declared", "site"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]

MENTORS = 30


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("search.indexing.BATCH", 3)
    return


def beside(*works: Callable[[], Any]) -> None:
    """Run each work in a thread with a connection of its own; raise what any of them raised."""
    errors: list[BaseException] = []

    def run(work: Callable[[], Any]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    assert errors == []


def test_nothing_is_lost_when_mentors_change_during_rebuilds() -> None:
    keys = [mentor.pk for mentor in MentorFactory.create_batch(MENTORS)]
    done = threading.Event()

    def write(part: int) -> None:
        states = ["former", "serving", "paused", "serving"]
        turn = 0
        while not done.is_set():
            for key in keys[part::3]:
                with transaction.atomic():
                    mentor = Mentor.objects.get(pk=key)
                    mentor.state = states[(turn + key) % 4]
                    mentor.save()
            turn += 1

    def build() -> None:
        try:
            for _time in range(3):
                list(rebuild())
        finally:
            done.set()

    beside(build, lambda: write(0), lambda: write(1), lambda: write(2))
    assert wrong() == []
    live = Generation.objects.get(state="live")
    assert Generation.objects.exclude(state="retired").get() == live
    expected = set(Mentor.objects.filter(state="serving").values_list("pk", flat=True))
    assert set(Entry.objects.filter(generation=live).values_list("key", flat=True)) == expected


def test_second_of_two_changes_to_one_entry_reads_what_the_first_wrote() -> None:
    mentor = MentorFactory(page__headline="税务")
    first_wrote, second_waits = threading.Event(), threading.Event()

    def change_page() -> None:
        with transaction.atomic():
            page = mentor.page
            page.headline = "出口"
            page.save()
            first_wrote.set()
            second_waits.wait(1)

    def change_term() -> None:
        first_wrote.wait(10)
        with transaction.atomic():
            changed = Mentor.objects.get(pk=mentor.pk)
            changed.term_number = 2
            changed.save()
            second_waits.set()

    beside(change_page, change_term)
    assert wrong() == []


def test_same_new_value_from_two_writers_gets_one_number() -> None:
    from search.facets import Bits, numbered

    barrier = threading.Barrier(4)

    def number() -> None:
        barrier.wait(10)
        with transaction.atomic():
            numbered([("field", "new"), ("industry", "other")])

    beside(*[number] * 4)
    bits = Bits.read()
    assert bits.place("field", "new") != bits.place("industry", "other")


def test_first_writers_of_all_make_one_generation() -> None:
    keys = [mentor.pk for mentor in MentorFactory.create_batch(4)]
    Generation.objects.all().delete()
    beside(*[lambda key=key: index(ADVISER, [key]) for key in keys])
    assert Generation.objects.count() == 1
    assert wrong() == []


def wrong() -> list[int]:
    return [key for _number, keys in drift(ADVISER) for key in keys]
