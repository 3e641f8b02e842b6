"""Who asks for the outbox to be drained, and how often."""

import pytest
from django.db import connection

from portal.jobs import soon
from search import outbox
from search.models import OutboxRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch, settings) -> list[str]:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    asked: list[str] = []
    monkeypatch.setattr(outbox, "run_soon", asked.append)
    return asked


def test_one_transaction_asks_once_at_its_end(runs, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.note("mentor", [1, 2])
        outbox.note("mentor", [3])
        assert runs == []
    assert runs == ["search.drain"]
    assert OutboxRow.objects.count() == 3


def test_many_transactions_are_heard_once_until_somebody_drains(
    runs, django_capture_on_commit_callbacks
) -> None:
    def change(key: int) -> None:
        connection.run_on_commit = []  # a transaction of its own: the test's never ends
        with django_capture_on_commit_callbacks(execute=True):
            outbox.note("mentor", [key])

    change(1)
    change(2)
    assert len(runs) == 1
    outbox.asked()
    change(3)
    assert len(runs) == 2


def test_without_elasticsearch_nothing_is_noted(runs, settings, django_assert_num_queries) -> None:
    settings.ELASTICSEARCH_URL = ""
    with django_assert_num_queries(0):
        outbox.note("mentor", [1])
    assert runs == []


def test_queue_runs_the_job(monkeypatch) -> None:
    called = []
    monkeypatch.setattr(soon, "async_task", lambda *args, **options: called.append((args, options)))
    soon.run_soon("search.drain")
    assert called == [(("portal.jobs.runner.run_job", "search.drain"), {"q_options": {"save": False}})]
