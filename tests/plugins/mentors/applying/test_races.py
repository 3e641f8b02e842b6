"""The same application from several places at the same instant, on a database with several writers."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Site

from plugins.mentors.actions.application import DraftChanged, begin, save_section
from plugins.mentors.applying.sections import FILLED_IN
from plugins.mentors.models import Application
from plugins.mentors.workflows.appointment import AppointmentFlow
from plugins.reviews.actions import add_cases, decide_case, draw_panel, plan_round, write_criteria
from plugins.reviews.models import Round, RoundCase
from plugins.reviews.workflows import RoundFlow, SeatFlow
from portal import clock
from portal.accounts.models import User
from portal.numbering.models import Series
from portal.roles.table import MENTOR_CLERK
from portal.workflow.engine import Refused
from tests.conftest import person
from tests.factories import applications
from tests.journeys.reviewing import LINES, two_experts

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]
AT_ONCE = 10


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Ten do it at the same instant; what each got, or the class of what it was refused with."""
    start = Barrier(AT_ONCE)

    def run(place: int) -> Any:
        try:
            start.wait(20)
            return act(place)
        except (DraftChanged, Refused) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.fixture
def site(transactional_db: None) -> Site:
    return Site.objects.get(hostname="testserver")


@pytest.fixture
def applicant(site: Site) -> User:
    return person("applicant", "沈知行")


def test_one_click_ten_times_begins_one_draft(applicant, site) -> None:
    drafts = at_once(lambda place: begin(applicant, site).pk)
    assert len(set(drafts)) == 1
    assert Application.objects.count() == 1


def test_of_ten_tabs_that_save_the_same_version_one_wins_and_nine_are_told(applicant, site) -> None:
    draft, section = begin(applicant, site), FILLED_IN["basics"]

    def save(place: int) -> int:
        values = {"organisation": f"单位 {place}"}
        save_section(draft, section, values, rough={}, version=0, actor=applicant)
        return place

    outcomes = at_once(save)
    (winner,) = (place for place in outcomes if place is not DraftChanged)
    assert Counter(outcomes)[DraftChanged] == AT_ONCE - 1
    draft.refresh_from_db()
    assert (draft.organisation, draft.version_of("basics")) == (f"单位 {winner}", 1)


def test_one_form_sent_ten_times_is_one_receipt_also_when_answers_were_lost(applicant, site) -> None:
    """I1 and I3: whoever never saw the answer sends the same form again, a hundred times if need be."""
    draft = applications.draft(applicant, site)
    address, form = f"/m/apply/{draft.pk}/check/", {"submit_id": str(uuid4())}
    clients = [Client() for _place in range(AT_ONCE)]
    for client in clients:
        client.force_login(applicant)
    assert set(at_once(lambda place: clients[place].post(address, form).url)) == {
        f"/m/apply/{draft.pk}/sent/"
    }
    for attempt in range(100):
        assert clients[attempt % AT_ONCE].post(address, form).url == f"/m/apply/{draft.pk}/sent/"
    draft.refresh_from_db()
    assert draft.number
    assert draft.steps.filter(move="submit").count() == 1
    assert sum(Series.objects.values_list("last", flat=True)) == 1


def test_decision_and_withdrawal_at_the_same_instant_never_wait_for_each_other(applicant, site) -> None:
    """Whoever withdraws holds the application, whoever decides holds the round: one of them is told to come again."""
    clerk = person("clerk", "刘专员", MENTOR_CLERK.group)
    application = applications.awaiting_review(applicant, site, clerk)
    round_case = in_a_closed_round(application, site, clerk)
    in_review = Application.objects.get(pk=application.pk)

    def act(place: int) -> Any:
        if place % 2:
            return AppointmentFlow.withdraw(in_review, actor=applicant).state
        return decide_case(round_case, passed=True, reason="同意", actor=clerk).outcome

    outcomes = Counter(at_once(act))
    application.refresh_from_db()
    round_case.refresh_from_db()
    assert outcomes[Refused] >= AT_ONCE - 1
    ends = {"": "in_review", "passed": "entering_term", "released": "withdrawn"}
    assert application.state == ends[round_case.outcome]


def in_a_closed_round(application: Application, site: Site, clerk: User) -> RoundCase:
    now = clock.read()
    criteria = write_criteria(None, kind="mentors", name="标准", lines=LINES, actor=clerk)
    times = {"opens_at": now, "closes_at": now + timedelta(days=5)}
    plan = Round(site=site, kind="mentors", title="一轮", criteria_set=criteria, **times)
    round = plan_round(plan, actor=clerk)
    (round_case,) = add_cases(round, [application.pk], actor=clerk)
    two_experts(clerk)
    draw_panel(round, seats=1, reserves=0, quotas={}, actor=clerk)
    opened = RoundFlow.open(Round.objects.get(pk=round.pk), actor=clerk)
    SeatFlow.leave(opened.panel.get(), actor=clerk, note="出差")
    RoundFlow.close(opened, actor=clerk)
    return round_case
