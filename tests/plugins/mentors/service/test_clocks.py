"""What happens by itself: nothing a second before its time, once at its time, nothing more afterwards (T1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from plugins.mentors.actions.service import pause, remind_of_ends, renew
from plugins.mentors.base import Handover, OpenItem
from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor, MentorListing, TermOfOffice
from portal.notices.models import Message
from portal.plugin.registry import registry
from portal.workflow.models import Deadline
from portal.workflow.timers import run_due
from portal.working_time.calendar import SHANGHAI
from tests.factories.service import appointed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 9, 10, tzinfo=SHANGHAI)
LAST_DAY = date(2026, 12, 31)
SECOND = timedelta(seconds=1)


def midnight(*day: int) -> datetime:
    return datetime(*day, tzinfo=SHANGHAI)


@pytest.fixture
def mentor(novice, at) -> Mentor:
    """Serves until the end of the year."""
    at(NOW)
    return appointed(user=novice, term_from=date(2026, 1, 1), term_to=LAST_DAY)


def told(name: str) -> int:
    return Message.objects.filter(notice=f"mentors.{name}").count()


def state_of(mentor: Mentor) -> str:
    mentor.refresh_from_db()
    return mentor.state


def happens_once(at: Callable[[datetime], None], due: datetime, happened: Callable[[], bool]) -> None:
    """By the sweep, at the moment and not before; a second sweep has nothing left to do."""
    at(due - SECOND)
    assert run_due() == (0, 0)
    assert not happened()
    at(due)
    assert run_due() == (1, 0)
    assert happened()
    at(due + SECOND)
    assert run_due() == (0, 0)
    assert not Deadline.objects.parked().exists()


def test_term_ends_by_itself_after_its_last_day_and_the_lists_follow(mentor, at, find) -> None:
    assert find().total == 1
    happens_once(at, midnight(2027, 1, 1), lambda: state_of(mentor) == ServingState.FORMER)
    assert not MentorListing.objects.serving().exists()
    assert find().total == 0
    assert told("term_ended") == 1
    assert mentor.page.live, "the page stays as history"
    assert not mentor.deadlines.exists()


def test_what_is_open_when_a_term_ends_goes_to_the_desk(mentor, at, monkeypatch) -> None:
    waiting, given = [OpenItem("1", "怎样注册公司？"), OpenItem("2", "怎样招人？")], []

    def give(mentor: Mentor, item: OpenItem, to: Mentor | None, actor: Any) -> None:
        given.append((item.key, to, actor))

    handover = Handover("questions.open", "留言", open=lambda mentor: waiting, hand_over=give)
    offers = registry["mentors"].offers | {"mentors.handovers": (handover,)}
    monkeypatch.setattr(registry["mentors"], "offers", offers)
    at(midnight(2027, 1, 1))
    assert run_due() == (1, 0)
    assert given == [("1", None, None), ("2", None, None)]


def test_term_of_a_mentor_who_pauses_ends_too(mentor, at, tutor) -> None:
    pause(mentor, actor=tutor, pause_from=NOW.date(), pause_to=date(2026, 3, 20))
    Mentor.objects.filter(pk=mentor.pk).update(state=ServingState.PAUSED)
    Deadline.objects.filter(move="resume").delete()
    happens_once(at, midnight(2027, 1, 1), lambda: state_of(mentor) == ServingState.FORMER)


def test_term_that_is_followed_goes_over_into_the_next_one(mentor, at, clerk) -> None:
    renew(mentor, actor=clerk, term_from=date(2027, 1, 1), term_to=date(2028, 12, 31))
    mentor.refresh_from_db()
    assert (mentor.term_number, mentor.term_to) == (1, LAST_DAY)

    def goes_on() -> bool:
        return state_of(mentor) == ServingState.SERVING and mentor.term_number == 2

    happens_once(at, midnight(2027, 1, 1), goes_on)
    assert mentor.is_serving()
    assert told("term_ended") == 0
    assert [deadline.due_at for deadline in mentor.deadlines] == [midnight(2029, 1, 1)]


def test_planned_pause_begins_and_ends_by_itself(mentor, at, tutor, find) -> None:
    pause(mentor, actor=tutor, pause_from=date(2026, 7, 1), pause_to=date(2026, 7, 15))
    assert find().total == 1
    happens_once(at, midnight(2026, 7, 1), lambda: state_of(mentor) == ServingState.PAUSED)
    assert find().total == 0
    happens_once(at, midnight(2026, 7, 16), lambda: state_of(mentor) == ServingState.SERVING)
    assert find().total == 1
    assert mentor.pause_from is None
    assert (told("paused"), told("resumed")) == (1, 1)


@pytest.mark.parametrize("days", [90, 30, 7])
def test_mentor_and_clerk_are_reminded_once_when_the_term_ends_in_so_many_days(
    mentor, at, clerk, days
) -> None:
    due = datetime.combine(LAST_DAY - timedelta(days=days), datetime.min.time(), SHANGHAI)
    TermOfOffice.objects.update(reminded=None if days == 90 else {30: 90, 7: 30}[days])
    at(due - SECOND)
    assert remind_of_ends() == 0
    at(due)
    assert remind_of_ends() == 1
    at(due + SECOND)
    assert remind_of_ends() == 0
    assert (told("term_ending"), told("term_ending_clerk")) == (1, 1)
    assert f"还有 {days} 天" in Message.objects.get(notice="mentors.term_ending").title


def test_after_weeks_without_service_only_the_latest_reminder_is_sent(mentor, at) -> None:
    at(midnight(2026, 12, 28))
    assert remind_of_ends() == 1
    assert remind_of_ends() == 0
    assert TermOfOffice.objects.get().reminded == 7


def test_nobody_is_reminded_of_a_term_that_is_followed_by_another(mentor, at, clerk) -> None:
    renew(mentor, actor=clerk, term_from=date(2027, 1, 1), term_to=date(2028, 12, 31))
    at(midnight(2026, 12, 28))
    assert remind_of_ends() == 0


def test_short_term_begins_without_a_reminder(at, site) -> None:
    at(NOW)
    appointed(term_from=date(2026, 3, 1), term_to=date(2026, 4, 30))
    assert remind_of_ends() == 0
    at(midnight(2026, 4, 1))
    assert remind_of_ends() == 1
