"""A rebuild beside people who write, on a database with several writers."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from cms_pages.models import District, Industry
from search import receivers
from search.documents import Content, Document
from search.facets import Bits, numbered
from search.indexing import drift, index, rebuild
from search.models import Entry, Generation
from search.registry import documents

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]

TRADES = 30


class TradeDocument(Document):
    """Trades that are found by the districts' names too: two rows that change one entry. Pages need not exist."""

    kind, label, model = "trade", "行业", Industry
    follows = {District: ""}

    def public(self, site: Any) -> "QuerySet[Any]":
        return Industry.objects.filter(sort_order__lt=100)

    def content(self, obj: Any) -> Content:
        return Content(tags=(obj.name, *(district.name for district in District.objects.all())))


TRADE = TradeDocument()


@pytest.fixture(autouse=True)
def trades(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.indexing.BATCH", 3)
    monkeypatch.setitem(documents.__dict__, "all", {"trade": TRADE})
    receivers.connect_documents([TRADE])


def trade(number: int = 0) -> Industry:
    return Industry.objects.create(name=f"行业{number}", slug=f"trade-{number}", sort_order=1)


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


def test_nothing_is_lost_when_objects_change_during_rebuilds() -> None:
    keys = [trade(number).pk for number in range(TRADES)]
    done = threading.Event()

    def write(part: int) -> None:
        turn = 0
        while not done.is_set():
            for key in keys[part::3]:
                with transaction.atomic():
                    changed = Industry.objects.get(pk=key)
                    changed.sort_order = 200 if (turn + key) % 3 == 0 else 1
                    changed.name = f"行业{key} 第{turn}次"
                    changed.save()
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
    expected = set(Industry.objects.filter(sort_order=1).values_list("pk", flat=True))
    assert set(Entry.objects.filter(generation=live).values_list("key", flat=True)) == expected


def test_rebuild_waits_for_whoever_wrote_before_it_began() -> None:
    changed = trade()
    wrote = threading.Event()

    def write() -> None:
        with transaction.atomic():
            changed.name = "机器人"
            changed.save()
            wrote.set()
            time.sleep(1)

    def build() -> None:
        assert wrote.wait(10)
        list(rebuild())

    beside(write, build)
    assert wrong() == []


def test_second_of_two_changes_to_one_entry_reads_what_the_first_wrote() -> None:
    changed, district = trade(), District.objects.create(name="海东区", slug="haidong")
    first_wrote, second_waits = threading.Event(), threading.Event()

    def change_object() -> None:
        with transaction.atomic():
            changed.name = "机器人"
            changed.save()
            first_wrote.set()
            second_waits.wait(1)

    def change_what_belongs_to_it() -> None:
        assert first_wrote.wait(10)
        with transaction.atomic():
            district.name = "海西区"
            district.save()
            second_waits.set()

    beside(change_object, change_what_belongs_to_it)
    assert wrong() == []


def test_same_new_value_from_two_writers_gets_one_number() -> None:
    barrier = threading.Barrier(4)

    def number() -> None:
        barrier.wait(10)
        with transaction.atomic():
            numbered([("field", "new"), ("industry", "other")])

    beside(*[number] * 4)
    bits = Bits.read()
    assert bits.place("field", "new") != bits.place("industry", "other")


def test_first_writers_of_all_make_one_generation() -> None:
    keys = [trade(number).pk for number in range(4)]
    Generation.objects.all().delete()
    beside(*[lambda key=key: index(TRADE, [key]) for key in keys])
    assert Generation.objects.count() == 1
    assert wrong() == []


def wrong() -> list[int]:
    return [key for _number, keys in drift(TRADE) for key in keys]
