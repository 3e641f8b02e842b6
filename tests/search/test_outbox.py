"""What changes is told to Elasticsearch: nothing is lost, nothing older wins, nothing is told for ever in vain."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from search import draining, generations, mirroring, outbox
from search.engines.base import EngineUnavailable
from search.indexing import drafts_of, rebuild
from search.models import DrainState, OutboxRow
from tests.factories.cms_pages import FieldFactory
from tests.factories.mentors import MentorFactory
from tests.search.conftest import ADVISER, answer_of, plan

pytestmark = [pytest.mark.usefixtures("declared", "site"), pytest.mark.elasticsearch]


@pytest.fixture
def address(module_address) -> Any:
    """The same for all: what a test leaves there is emptied before the next one, which looks at no scores."""
    return module_address


@pytest.fixture
def elastic(settings, address, elastic, monkeypatch) -> Any:
    """The engine of the settings; nobody drains but the test."""
    settings.ELASTICSEARCH_URL = address.url
    settings.ELASTICSEARCH_PREFIX = address.prefix
    monkeypatch.setattr(outbox, "run_soon", lambda name: None)
    monkeypatch.setattr(draining, "_engine", lambda: elastic)
    monkeypatch.setattr("search.engines.elastic.engine._trusted", {})
    OutboxRow.objects.all().delete()
    return elastic


@pytest.fixture
def drain(elastic) -> Callable[[], int]:
    def at_once() -> int:
        DrainState.objects.update(leased_until=None)
        OutboxRow.objects.update(not_before=None)
        return draining.drain()

    return at_once


def found(engine, *concepts: str) -> list[int]:
    from wagtail.models import Site

    asked = {"kinds": ("mentor", "notice"), "site": Site.objects.get().pk}
    return sorted(hit.key for hit in answer_of(engine, plan(*concepts), **asked).ranked)


def wrong(engine) -> set[Any]:
    """What the live generation holds wrongly."""
    live = generations.live()
    keys = list(ADVISER.public(None).values_list("pk", flat=True))
    stale = {key for _kind, key in engine.stale(drafts_of(ADVISER, keys), live.pk)}
    return stale | (engine.keys(live.pk, "mentor") ^ set(keys))


def refreshed(engine) -> None:
    engine.indices.refresh(generations.live().pk)


def test_change_is_noted_in_its_transaction_and_told_afterwards(elastic, drain) -> None:
    mentor = MentorFactory(page__headline="税务")
    assert set(OutboxRow.objects.values_list("kind", "key")) >= {("mentor", mentor.pk)}
    assert found(elastic, "税务") == []
    assert drain() > 0
    assert found(elastic, "税务") == [mentor.pk]
    assert not OutboxRow.objects.exists()


def test_rolled_back_change_leaves_nothing(elastic) -> None:
    with transaction.atomic():
        MentorFactory()
        transaction.set_rollback(True)
    assert not OutboxRow.objects.exists()


def test_whoever_leaves_is_gone_and_no_late_write_brings_them_back(elastic, drain) -> None:
    mentor = MentorFactory(page__headline="税务")
    drain()
    drafts = drafts_of(ADVISER, [mentor.pk])
    mentor.state = "former"
    mentor.save()
    drain()
    assert found(elastic, "税务") == []
    late = list(elastic.submit(elastic.putting(drafts, [generations.live().pk], 1)))
    assert {outcome.result.value for outcome in late} == {"done"}
    assert found(elastic, "税务") == []
    assert elastic.keys(generations.live().pk, "mentor") == set()


def test_tombstones_are_forgotten_after_a_day(elastic, drain) -> None:
    mentor = MentorFactory()
    drain()
    mentor.delete()
    drain()
    live, today = generations.live().pk, timezone.localdate().toordinal()
    refreshed(elastic)
    assert elastic.purge(live, today) == 0
    assert elastic.purge(live, today + 2) >= 1
    refreshed(elastic)
    assert elastic.purge(live, today + 2) == 0


def test_values_are_offered_anew_and_no_longer(elastic, drain) -> None:
    field = FieldFactory(name="出口")
    MentorFactory(page__fields=[field])
    drain()
    assert [one.text for one in elastic.suggest("chu", ["field"], 1, 5)] == ["出口"]
    field.name = "外贸"
    field.save()
    drain()
    assert [one.text for one in elastic.suggest("chu", ["field"], 1, 5)] == []
    assert [one.text for one in elastic.suggest("外", ["field"], 1, 5)] == ["外贸"]
    field.delete()
    drain()
    assert elastic.suggest("外", ["field"], 1, 5) == []


def test_unreachable_server_leaves_the_rows_as_they_are_and_is_left_alone_for_a_while(
    elastic, drain, monkeypatch
) -> None:
    MentorFactory()
    rows = list(OutboxRow.objects.values())

    def unreachable(operations, **options):
        raise EngineUnavailable("gone")

    with monkeypatch.context() as patch:
        patch.setattr(elastic, "submit", unreachable)
        assert drain() == 0
    assert list(OutboxRow.objects.values()) == rows
    assert draining.drain() == 0
    assert OutboxRow.objects.exists()
    assert drain() > 0
    assert wrong(elastic) == set()


def test_lost_answer_is_no_lost_change(elastic, drain, monkeypatch) -> None:
    MentorFactory()

    def lost(operations, **options):
        list(type(elastic).submit(elastic, operations))
        raise EngineUnavailable("the answer was lost")

    with monkeypatch.context() as patch:
        patch.setattr(elastic, "submit", lost)
        assert drain() == 0
    assert drain() > 0
    assert wrong(elastic) == set()


def test_refused_entry_is_parked_after_ten_attempts_and_holds_up_nobody(elastic, drain, monkeypatch) -> None:
    bad = MentorFactory(page__headline="税务")
    putting = elastic.putting

    def spoilt(drafts, targets, version):
        for operation in putting(drafts, targets, version):
            if drafts[0].key == bad.pk and "ename" in operation.body:
                operation.body["unknown"] = 1
            yield operation

    with monkeypatch.context() as patch:
        patch.setattr(elastic, "putting", spoilt)
        for _attempt in range(12):
            drain()
        good = MentorFactory(page__headline="税务")
        drain()
        assert found(elastic, "税务") == [good.pk]
    backlog = outbox.backlog()
    assert (backlog.waiting, backlog.parked) == (0, OutboxRow.objects.count())
    assert backlog.parked > 0
    assert "strict_dynamic_mapping_exception" in backlog.reason
    assert drain() == 0
    # The next change of the same entry is told, and what was given up of it is settled with it.
    bad.save()
    drain()
    assert not OutboxRow.objects.exists()
    assert wrong(elastic) == set()


def test_what_was_given_up_is_tried_again_when_asked(elastic, drain) -> None:
    mentor = MentorFactory()
    OutboxRow.objects.update(attempts=10, error="400")
    assert drain() == 0
    assert outbox.retry_parked() > 0
    assert drain() > 0
    assert elastic.keys(generations.live().pk, "mentor") == {mentor.pk}


def test_busy_server_is_tried_later_and_never_given_up(elastic, drain, monkeypatch) -> None:
    MentorFactory()
    from search.engines.elastic.bulk import Outcome, Result

    def busy(operations, **options):
        return [Outcome(one, Result.LATER, "429 es_rejected_execution_exception") for one in operations]

    with monkeypatch.context() as patch:
        patch.setattr(elastic, "submit", busy)
        for _attempt in range(12):
            DrainState.objects.update(leased_until=None)
            OutboxRow.objects.update(not_before=None)
            draining.drain()
    assert outbox.backlog().parked == 0
    assert min(OutboxRow.objects.values_list("not_before", flat=True)) > timezone.now() + timedelta(minutes=4)
    assert drain() > 0


def test_entry_that_cannot_be_read_holds_up_nobody(elastic, drain, monkeypatch) -> None:
    bad, good = MentorFactory(), MentorFactory()
    OutboxRow.objects.exclude(kind="mentor").delete()
    content = type(ADVISER).content

    def broken(self, obj):
        if obj.pk == bad.pk:
            raise ValueError("broken")
        return content(self, obj)

    monkeypatch.setattr(type(ADVISER), "content", broken)
    drain()
    assert elastic.keys(generations.live().pk, "mentor") == {good.pk}
    assert set(OutboxRow.objects.values_list("key", "error")) == {(bad.pk, "ValueError: broken")}


def test_one_drains_at_a_time_and_a_dead_one_for_a_minute_at_most(elastic) -> None:
    MentorFactory()
    assert draining._lease(draining.LEASE)
    assert draining.drain() == 0
    DrainState.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert draining.drain() > 0


def test_number_of_queries_does_not_depend_on_the_number_of_rows(elastic, drain) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for number in (1, 2, 8):
        MentorFactory.create_batch(number)
        OutboxRow.objects.exclude(kind="mentor").delete()
        with CaptureQueriesContext(connection) as queries:
            drain()
        costs.append(len(queries))
    assert costs[1] == costs[2]


def test_rebuild_brings_both_engines_to_the_new_generation(elastic, drain) -> None:
    mentor = MentorFactory(page__headline="税务")
    drain()
    old = generations.live().pk
    list(rebuild())
    live = generations.live().pk
    assert live != old
    assert elastic.indices.held([old, live]) == [live]
    assert found(elastic, "税务") == [mentor.pk]
    assert wrong(elastic) == set()


def test_changes_during_a_rebuild_reach_the_new_generation_on_elasticsearch(
    elastic, drain, monkeypatch
) -> None:
    monkeypatch.setattr("search.indexing.BATCH", 1)
    changes, leaves, _stays = (MentorFactory(page__headline="税务") for _ in range(3))
    steps = rebuild()
    next(steps)
    leaves.page.unpublish()
    changes.page.headline = "出口"
    changes.page.save()
    comes = MentorFactory(page__headline="外贸")
    drain()
    list(steps)
    drain()
    assert found(elastic, "出口") == [changes.pk]
    assert found(elastic, "外贸") == [comes.pk]
    assert wrong(elastic) == set()


def test_rebuild_without_the_server_serves_the_database_and_the_next_one_brings_it_back(
    elastic, settings, address, monkeypatch
) -> None:
    MentorFactory()
    with monkeypatch.context() as patch:
        patch.setattr(mirroring, "_engine", lambda: type(elastic)(type(address)("http://127.0.0.1:9")))
        list(rebuild())
    with pytest.raises(EngineUnavailable):
        found(elastic, "融资")
    list(rebuild())
    assert wrong(elastic) == set()


class Killed(BaseException):
    """The process is gone."""


class Faulty:
    """The engine behind a bad line: whole requests and their answers get lost, items are turned away, and the
    process dies at any point. Meanwhile others write."""

    def __init__(self, engine: Any, chance: random.Random, meanwhile: Callable[[], None]) -> None:
        self.engine, self.chance, self.meanwhile = engine, chance, meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def submit(self, operations: Any, **options: Any) -> Iterator[Any]:
        from search.engines.elastic.bulk import Outcome, Result

        operations = list(operations)
        self.meanwhile()
        match self.chance.randrange(8):
            case 0:
                raise EngineUnavailable("lost request")
            case 1:
                list(self.engine.submit(operations))
                raise EngineUnavailable("lost answer")
            case 2:
                list(self.engine.submit(operations))
                raise Killed
            case 3:
                list(self.engine.submit(operations[: len(operations) // 2]))
                raise Killed
        for operation in operations:
            if self.chance.random() < 0.2:
                yield Outcome(operation, Result.LATER, "429")
            else:
                yield from self.engine.submit([operation])


@pytest.mark.parametrize("seed", range(20))
def test_whatever_gets_lost_in_the_end_nothing_is_wrong_and_nothing_left(
    elastic, drain, monkeypatch, seed: int
) -> None:
    """Drains overlap, die and lose answers while others write; rows appear in another order than they were numbered."""
    chance = random.Random(seed)
    mentors = MentorFactory.create_batch(6)
    held_back: list[OutboxRow] = []

    def change() -> None:
        mentor = chance.choice(mentors)
        mentor.page.headline = chance.choice(["税务", "出口", "外贸", "融资", "商标"])
        mentor.state = chance.choice(["serving", "serving", "former"])
        mentor.page.save()
        mentor.save()
        # A transaction that has its number and is not committed yet: its row is seen only later.
        rows = list(OutboxRow.objects.all())
        if rows and chance.random() < 0.3:
            row = chance.choice(rows)
            held_back.append(row)
            OutboxRow.objects.filter(pk=row.pk).delete()
        if held_back and chance.random() < 0.5:
            OutboxRow.objects.bulk_create([held_back.pop()])

    def other_drain() -> None:
        change()
        if chance.random() < 0.3:
            with suppress(EngineUnavailable, Killed):
                draining.tell(Faulty(elastic, chance, change), list(OutboxRow.objects.all())[:3])

    faulty = Faulty(elastic, chance, other_drain)
    with monkeypatch.context() as patch:
        patch.setattr(draining, "_engine", lambda: faulty)
        for _round in range(8):
            change()
            with suppress(Killed):
                DrainState.objects.update(leased_until=None)
                OutboxRow.objects.update(not_before=None)
                rows = draining._due()
                with suppress(EngineUnavailable):
                    draining.tell(faulty, rows)
    OutboxRow.objects.bulk_create(held_back)
    drain()
    assert not OutboxRow.objects.exists()
    refreshed(elastic)
    assert wrong(elastic) == set()
