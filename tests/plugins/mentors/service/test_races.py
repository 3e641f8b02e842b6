"""Clerks, clocks and schedulers at the same instant: one term, one reminder, one end. Real threads against PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import connection  # noqa: F401 - the skip asks it

from plugins.mentors.actions.service import remind_of_ends, renew
from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor
from plugins.mentors.workflows.service import MentorFlow
from portal import clock
from portal.notices.models import Message
from portal.workflow.engine import CHANGED
from portal.workflow.models import Deadline
from portal.workflow.timers import run_due
from tests.factories.content import today
from tests.factories.service import appointed
from tests.portal.workflow.test_races import race

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]


def test_of_two_clerks_who_renew_at_once_one_is_told_what_the_other_did(site, clerk) -> None:
    mentor = appointed()
    term = {"actor": clerk, "term_from": today(336), "term_to": today(700)}
    outcomes = race(*[lambda: renew(Mentor.objects.get(pk=mentor.pk), **term, version=1)] * 2)
    assert sorted(outcomes) == ["", CHANGED]
    assert mentor.terms.count() == 2


def test_of_two_schedulers_one_sends_the_reminder(site, novice) -> None:
    appointed(user=novice, term_to=today(29))
    Mentor.objects.get().terms.update(reminded=None)
    race(*[remind_of_ends] * 3)
    assert Message.objects.filter(notice="mentors.term_ending").count() == 1


def test_renewal_at_the_instant_at_which_the_term_ends_is_whole_or_refused(site, clerk) -> None:
    mentor = appointed(term_to=today(1))
    due = mentor.deadlines.get().due_at
    with clock.put(due + timedelta(seconds=1)):
        renewal = {"actor": clerk, "term_from": today(2), "term_to": today(700), "version": 1}
        [renewed, _swept] = race(lambda: renew(Mentor.objects.get(pk=mentor.pk), **renewal), run_due)
        run_due()
    mentor.refresh_from_db()
    assert mentor.state == (ServingState.FORMER if renewed else ServingState.SERVING)
    assert mentor.terms.count() == (1 if renewed else 2)
    assert not Deadline.objects.parked().exists()
    assert {move.name for move in MentorFlow.available(mentor, clerk)} >= (
        {"reappoint"} if renewed else {"renew"}
    )
