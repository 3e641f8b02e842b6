"""What is due is done: not before, not twice, and one failing case holds up nobody."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal import clock
from portal.health import NotReady
from portal.workflow.models import Deadline, Step
from portal.workflow.probe import deadlines_are_met
from portal.workflow.timers import PARKED_AFTER, Outcome, Swept, _outcome, run_due, try_again
from tests.portal.workflow.conftest import START
from tests.questions import Question, State

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def moves(question: Question) -> list[str]:
    return list(question.steps.values_list("move", flat=True))


@pytest.mark.parametrize(("offset", "done"), [(-SECOND, 0), (timedelta(0), 1), (SECOND, 1)])
@pytest.mark.parametrize("kind", ["remind", "overdue", "lapse"])
def test_deadline_when_its_second_comes_then_it_fires_and_not_before(
    flow, question, mentor, time, kind: str, offset: timedelta, done: int
) -> None:
    """T1: hours, and working days, at due - 1 s, due, due + 1 s by the database's clock."""
    if kind == "lapse":
        question = flow.ask_back(question, actor=mentor, note="请说明行业")
    Deadline.objects.filter(suspended_at=None).exclude(move=kind).delete()
    time.put(question.deadlines.get(move=kind).due_at + offset)

    assert run_due() == Swept(done, 0)
    assert moves(question).count(kind) == done


def test_clock_when_48_hours_pass_then_the_question_goes_to_another_mentor(question, time) -> None:
    time.shift(hours=48)
    assert run_due() == Swept(2, 0)

    question.refresh_from_db()
    assert (question.hand_overs, question.reminders, question.state) == (1, 1, State.OPEN)
    assert moves(question) == ["ask", "remind", "overdue"]
    step = question.steps.last()
    assert (step.actor, step.party, step.role, step.article) == (
        None,
        "system",
        "系统",
        "《导师管理办法》第十条",
    )


def test_clock_when_overdue_again_then_it_fires_once_a_round(question, time) -> None:
    for _round in range(3):
        time.shift(hours=48)
        run_due()
        run_due()

    assert moves(question) == ["ask", *["remind", "overdue"] * 3]


def test_deadline_when_a_person_was_quicker_then_it_never_fires(flow, question, mentor, time) -> None:
    time.shift(hours=47, minutes=59)
    flow.answer(question, actor=mentor)
    time.shift(days=30)

    assert run_due() == Swept(0, 0)
    assert moves(question) == ["ask", "answer"]


def test_deadline_when_more_time_was_given_then_the_old_moment_passes(flow, question, officer, time) -> None:
    """T6: a deadline that a worker has read already, and that is put off before it locks the case."""
    time.shift(hours=48)
    claimed = list(Deadline.objects.due())
    flow.extend(question, actor=officer)

    assert [_outcome(deadline) for deadline in claimed if deadline.move == "overdue"] == [Outcome.GONE]
    assert Question.objects.get().hand_overs == 0


@pytest.mark.parametrize("hours", [49, -49])
def test_host_when_its_clock_is_wrong_then_nothing_fires_early_and_the_command_refuses(
    question, time, hours: int
) -> None:
    """T5, M7."""
    with time_machine.travel(START + timedelta(hours=hours), tick=False):
        assert run_due() == Swept(0, 0)
        with pytest.raises(CommandError, match=rf"[{'+' if hours > 0 else '-'}]176400 seconds"):
            call_command("run_due")
        with pytest.raises(CommandError, match="set it right first"):
            call_command("qcluster")


def test_command_when_clocks_agree_then_it_says_what_it_did(question, time) -> None:
    time.shift(hours=48)
    out = StringIO()

    with time_machine.travel(time.moment, tick=False):
        call_command("run_due", stdout=out)

    assert out.getvalue() == "2 done, 0 failed.\n"


def break_down(moved: Any) -> None:
    raise RuntimeError("no paper")


def test_deadline_when_it_fails_then_the_others_are_done_and_it_is_tried_again(
    flow, question, asker, mentor, time, monkeypatch
) -> None:
    monkeypatch.setattr(flow.transitions["remind"], "then", (break_down,))
    time.shift(hours=48)

    assert run_due() == Swept(1, 1)
    assert moves(question) == ["ask", "overdue"]


def test_deadline_when_it_keeps_failing_then_it_is_parked_until_staff_try_again(
    flow, question, time, monkeypatch
) -> None:
    monkeypatch.setattr(flow.transitions["overdue"], "then", (break_down,))
    time.shift(hours=48)
    for _try in range(PARKED_AFTER + 2):
        run_due()
        time.shift(minutes=20)

    parked = Deadline.objects.parked().get()
    assert (parked.move, parked.failures, parked.last_error) == ("overdue", 5, "RuntimeError: no paper")
    assert Step.objects.filter(move="overdue").count() == 0

    monkeypatch.setattr(flow.transitions["overdue"], "then", ())
    assert try_again(parked.pk)
    assert not try_again(parked.pk)
    assert run_due() == Swept(1, 0)


def test_deadline_when_a_guard_objects_then_staff_read_its_sentence(
    flow, question, time, monkeypatch
) -> None:
    monkeypatch.setattr(flow.transitions["overdue"], "unless", (lambda case, actor: "还有未结的预约。",))
    time.shift(hours=48)

    assert run_due() == Swept(1, 1)
    assert Deadline.objects.get(move="overdue").last_error == "还有未结的预约。"


def test_deadline_when_its_case_is_gone_then_it_goes_too(question, time) -> None:
    Question.objects.all().delete()
    time.shift(hours=48)

    assert run_due() == Swept(0, 0)
    assert not Deadline.objects.exists()


def test_deadline_when_its_plugin_is_not_installed_then_it_waits(question, time, install) -> None:
    install()
    time.shift(hours=48)

    assert run_due() == Swept(0, 0)
    assert Deadline.objects.count() == 2


def test_probe_when_nothing_is_late_then_it_is_content(question) -> None:
    with time_machine.travel(START, tick=False):
        assert deadlines_are_met() == {"parked": 0}


def test_probe_when_something_is_due_for_five_minutes_then_it_warns(question, time) -> None:
    time.shift(hours=24, minutes=5, seconds=1)
    with time_machine.travel(time.moment, tick=False), pytest.raises(NotReady, match="run_due") as late:
        deadlines_are_met()

    assert late.value.details["oldest_due"].startswith("2026-03-10T")


def test_probe_when_the_host_is_wrong_then_it_warns(time) -> None:
    with (
        time_machine.travel(START + timedelta(seconds=6), tick=False),
        pytest.raises(NotReady, match=r"\+6 seconds"),
    ):
        deadlines_are_met()


def test_clock_when_settings_do_not_allow_it_then_nobody_puts_it(db, settings) -> None:
    settings.CLOCK_MAY_BE_SET = False

    with clock.put(START):
        assert abs(clock.read() - timezone.now()) < timedelta(seconds=5)


def test_clock_when_read_then_it_is_the_databases(db) -> None:
    with time_machine.travel(START, tick=False):
        assert clock.read() - START > timedelta(days=1)
