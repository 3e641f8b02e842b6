"""Kept statements do what the queries do that they stand for."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.forms.models import model_to_dict

from portal import clock
from portal.kept import delete, find, insert, lock
from portal.workflow.models import Deadline, Step
from portal.workflow.registry import workflows
from portal.workflow.timers import run_due
from tests.portal.workflow.conftest import START, asker, flow, install, mentor, question, time
from tests.questions import Question

__all__ = ["asker", "flow", "install", "mentor", "question", "time"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("options", [{}, {"skip_locked": True}, {"no_key": True}])
def test_lock_when_the_clock_moves_then_the_row_is_as_it_is_and_the_time_as_it_is(
    question, time, options: dict[str, bool]
) -> None:
    for hours in (0, 5):
        time.shift(hours=hours)
        Question.objects.update(hours=hours)

        locked = lock(Question, question.pk, **options)

        assert locked.locked_at == START + timedelta(hours=hours)
        assert model_to_dict(locked) == model_to_dict(Question.objects.get()) | {"hours": hours}
        assert not locked._state.adding


def test_lock_when_the_clock_is_the_databases_then_the_time_is_aware(question, time) -> None:
    time.stop()

    before, locked, after = clock.read(), lock(Question, question.pk), clock.read()

    assert before <= locked.locked_at <= after
    assert locked.locked_at.tzinfo is UTC


def test_lock_when_the_row_is_gone_then_there_is_none(question) -> None:
    assert lock(Question, question.pk + 1) is None


@pytest.mark.django_db(transaction=True)
def test_lock_when_no_transaction_would_hold_it_then_it_is_refused(flow) -> None:
    with transaction.atomic():
        assert lock(Question, 1) is None  # the statement is put together now
    with pytest.raises(TransactionManagementError):
        lock(Question, 1)


def test_lock_when_any_workflow_of_the_portal_asks_then_every_column_comes(db) -> None:
    for workflow in workflows():
        assert lock(workflow.model, 0, skip_locked=True) is None, workflow


def test_find_when_a_row_bears_the_value_then_it_is_whole_else_there_is_none(question, asker) -> None:
    found = find(type(asker), "username", asker.username)

    assert model_to_dict(found) == model_to_dict(asker)
    assert find(type(asker), "username", "nobody") is None


def test_insert_when_rows_are_written_then_they_are_those_of_bulk_create(question, mentor) -> None:
    def step(version: int) -> Step:
        return Step(
            case_type=ContentType.objects.get_for_model(question),
            case_id=question.pk,
            version=version,
            move="remind",
            actor=mentor,
            party="mentor",
            source="open",
            target="open",
            note="100 % “理由”",
            at=START,
            deadline=version,
        )

    insert([])
    insert([step(11), step(12)])
    Step.objects.bulk_create([step(13)])

    def told(version: int) -> dict[str, Any]:
        changing = {"id", "version", "deadline"}
        row = Step.objects.filter(version=version).values().get()
        return {name: value for name, value in row.items() if name not in changing}

    assert told(11) == told(12) == told(13)


def test_delete_when_a_condition_is_given_then_the_rows_are_counted_and_others_stay(
    flow, question, asker
) -> None:
    other = flow.ask(Question(text="还有呢？", asker=asker), actor=asker)

    assert [delete(Deadline, "case_id = %s", [question.pk]) for _time in range(2)] == [2, 0]
    assert set(Deadline.objects.values_list("case_id", flat=True)) == {other.pk}


def test_sweep_when_a_deadline_fires_then_it_costs_seven_statements(
    question, time, django_assert_num_queries
) -> None:
    """Lock, claim, case, step, deadlines gone, deadlines new, the effect's save; before and after it the sweep looks."""
    Deadline.objects.exclude(move="overdue").delete()
    time.put(question.deadlines.get().due_at)

    with django_assert_num_queries(7 + 2 + 2):  # … and the savepoint of the test's transaction
        assert run_due().done == 1
