"""What Wagtail leaves for later is done by the queue, and at once where nobody works the queue."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django_q.cluster import Cluster  # noqa: F401 - loads the signing that packages need
from django_q.conf import Conf
from django_q.models import OrmQ
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError

from portal.jobs.declared import HEARTBEAT
from portal.jobs.models import JobRun
from portal.jobs.tasks import once_each, run_task
from portal.settings import base

pytestmark = pytest.mark.django_db

DONE: list[Any] = []


@task()
def note(what: str, *, twice: bool = False) -> None:
    DONE.extend([what] * (2 if twice else 1))


def wants(context: Any) -> None:
    DONE.append(context)


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As served: the backend of the settings, a queue that keeps what it gets."""
    DONE.clear()
    monkeypatch.setattr(Conf, "SYNC", False)
    with override_settings(TASKS=base.TASKS):
        yield


def beat(ago: timedelta = timedelta(0)) -> None:
    now = timezone.now() - ago
    JobRun.objects.create(name=HEARTBEAT.name, last_started=now, last_finished=now)


def waiting() -> list[tuple[Any, ...]]:
    return [row.task["args"] for row in OrmQ.objects.order_by("pk")]


def test_task_when_the_queue_is_worked_then_it_waits_there() -> None:
    beat()
    result = note.enqueue("a", twice=True)

    assert (DONE, result.status) == ([], TaskResultStatus.READY)
    assert waiting() == [("tests.portal.jobs.test_tasks.note", ["a"], {"twice": True})]


def test_task_when_the_worker_has_it_then_it_is_done() -> None:
    beat()
    note.enqueue("a", twice=True)
    (arguments,) = waiting()
    run_task(*arguments)

    assert DONE == ["a", "a"]


@pytest.mark.parametrize("silent", [None, timedelta(minutes=3, seconds=5)])
def test_task_when_nobody_works_the_queue_then_it_is_done_at_once(silent: timedelta | None) -> None:
    if silent:
        beat(silent)
    result = note.enqueue("a")

    assert (DONE, result.status) == (["a"], TaskResultStatus.SUCCESSFUL)
    assert waiting() == []


def test_task_when_its_transaction_is_rolled_back_then_it_is_gone_too() -> None:
    beat()
    with transaction.atomic():
        note.enqueue("a")
        transaction.set_rollback(True)

    assert waiting() == []


def test_task_when_asked_for_more_than_once_in_bulk_work_then_it_is_done_once_at_the_end() -> None:
    with once_each():
        with once_each():
            first = note.enqueue("a", twice=True)
        note.enqueue("b")
        note.enqueue("a", twice=True)
        note.enqueue("a")
        assert (DONE, first.status) == ([], TaskResultStatus.READY)

    assert DONE == ["a", "a", "b", "a"]
    note.enqueue("c")
    assert DONE[4:] == ["c"], "nothing is put off any more"


def test_task_when_asked_for_in_bulk_work_and_the_queue_is_worked_then_it_waits_there_once() -> None:
    beat()
    with once_each():
        note.enqueue("a")
        note.enqueue("a")
        assert waiting() == []

    assert DONE == []
    assert waiting() == [("tests.portal.jobs.test_tasks.note", ["a"], {})]


def test_task_when_bulk_work_fails_then_nothing_is_asked_for() -> None:
    with suppress(LookupError), once_each():
        note.enqueue("a")
        raise LookupError

    assert (DONE, waiting()) == ([], [])


def test_task_when_it_wants_its_context_then_it_is_refused_where_it_is_written() -> None:
    with pytest.raises(InvalidTaskError, match="do not know their context"):
        task(takes_context=True)(wants)


def test_wagtail_when_a_page_is_saved_then_its_indexing_leaves_the_request(site) -> None:
    beat()
    site.root_page.specific.save()

    left = {path.rpartition(".")[2] for path, *_arguments in waiting()}
    assert left == {"insert_or_update_object_task", "update_reference_index_task"}
    for arguments in waiting():
        run_task(*arguments)
