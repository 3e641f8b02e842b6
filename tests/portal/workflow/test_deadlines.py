"""Deadlines begin, go on, stand still and end with the moves of their case, and say why they are when they are."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from portal.workflow.models import Deadline
from portal.working_time.calendar import SHANGHAI
from portal.working_time.durations import WorkingDays
from tests.portal.workflow.conftest import START
from tests.questions import Question

pytestmark = pytest.mark.django_db


def hours(question: Question) -> dict[str, float]:
    """When the running deadlines are due, in hours from the beginning."""
    running = question.deadlines.filter(suspended_at=None)
    return {deadline.move: (deadline.due_at - START).total_seconds() / 3600 for deadline in running}


def test_clock_when_a_case_is_handed_over_then_it_begins_anew(flow, question, officer, time) -> None:
    time.shift(hours=10)
    question = flow.hand_over(question, actor=officer, note="出差")

    assert hours(question) == {"remind": 34, "overdue": 58}


def test_clock_when_a_move_keeps_it_then_it_goes_on(flow, question, officer, time, monkeypatch) -> None:
    monkeypatch.setattr(flow.transitions["extend"], "then", ())
    time.shift(hours=10)
    question = flow.extend(question, actor=officer)

    assert hours(question) == {"remind": 24, "overdue": 48}


def test_clock_when_more_time_is_given_then_the_old_moment_never_comes(flow, question, officer, time) -> None:
    """T6."""
    time.shift(hours=10)
    question = flow.extend(question, actor=officer)

    assert hours(question) == {"remind": 24, "overdue": 106}


def test_clock_when_the_ball_is_elsewhere_then_it_stands_still_and_another_one_runs(
    flow, question, mentor, time
) -> None:
    time.shift(hours=10)
    question = flow.ask_back(question, actor=mentor, note="请说明行业")

    lapse = question.deadlines.get(suspended_at=None)
    assert (lapse.move, lapse.due_at) == ("lapse", WorkingDays(5).due(START + timedelta(hours=10)))
    still = question.deadlines.exclude(suspended_at=None)
    assert {deadline.move: deadline.amount / 3600 for deadline in still} == {"remind": 14, "overdue": 38}
    assert not Deadline.objects.parked().exists()


def test_clock_when_the_ball_is_back_then_what_was_left_is_counted(
    flow, question, asker, mentor, time
) -> None:
    time.shift(hours=10)
    question = flow.ask_back(question, actor=mentor, note="请说明行业")
    time.shift(hours=100)
    question = flow.supplement(question, actor=asker)

    assert hours(question) == {"remind": 110 + 14, "overdue": 110 + 38}


def test_clock_when_the_case_ends_while_it_stands_still_then_nothing_is_left(
    flow, question, asker, mentor
) -> None:
    question = flow.ask_back(question, actor=mentor, note="请说明行业")
    question = flow.withdraw(question, actor=asker)

    assert not Deadline.objects.exists()


def test_clock_when_a_moment_is_agreed_then_that_is_the_deadline(
    flow, time, asker, mentor, monkeypatch
) -> None:
    agreed = datetime(2026, 3, 20, 18, 0, tzinfo=SHANGHAI)
    monkeypatch.setattr(flow.transitions["overdue"], "after", lambda question: agreed)
    question = flow.ask(Question(text="?", asker=asker, mentor=mentor), actor=asker)

    deadline = question.deadlines.get(move="overdue")
    assert deadline.due_at == agreed
    assert deadline.sentence.startswith("约定到 2026年3月20日 18:00 为止；届时“超期转派”")

    question = flow.ask_back(question, actor=mentor, note="请说明行业")
    question = flow.supplement(question, actor=asker)
    assert question.deadlines.get(move="overdue").try_at == agreed


def test_clock_when_a_case_has_no_limit_then_no_deadline_is_set(
    flow, time, asker, mentor, monkeypatch
) -> None:
    monkeypatch.setattr(flow.transitions["overdue"], "after", lambda question: None)
    question = flow.ask(Question(text="?", asker=asker, mentor=mentor), actor=asker)

    assert hours(question) == {"remind": 24}


SENTENCE = (
    "自 2026年3月9日 10:00 起 48 小时（含夜间和节假日），到 2026年3月11日 10:00 为止；届时“超期转派”"
    "（《导师管理办法》第十条）"
)
STILL = "自 2026年3月9日 10:00 起暂停计时，剩余 48 小时（含夜间和节假日）；届时“超期转派”（《导师管理办法》第十条）"


def test_deadline_when_asked_then_it_explains_itself(flow, question, mentor) -> None:
    assert str(question.deadlines.get(move="overdue")) == SENTENCE

    question = flow.ask_back(question, actor=mentor, note="请说明行业")
    assert str(question.deadlines.get(move="overdue")) == STILL


def test_deadline_when_read_in_english_then_its_frame_is_english(question) -> None:
    with translation.override("en"):
        assert "until 11 Mar 2026, 10:00; then “超期转派”" in str(question.deadlines.get(move="overdue"))
