"""An applicant changes their mind while experts judge: nobody judges on, and nobody sees the application any more."""

from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import Site

from plugins.mentors.models import Application
from plugins.mentors.reviewing import MENTOR_REVIEW
from plugins.reviews.actions import add_cases, decide_case, draw_panel, write_criteria
from plugins.reviews.models import CriteriaSet, Round, ScoreSheet, Seat
from plugins.reviews.rules import may_review
from plugins.reviews.workflows import RoundFlow, SeatFlow
from portal.accounts.models import User
from portal.casework.addresses import case_url
from portal.notices.models import Message
from portal.workflow.engine import Refused
from tests.conftest import person
from tests.factories import applications
from tests.factories.reviews import planned
from tests.journeys.reviewing import LINES, two_experts


@pytest.fixture
def applicant(site: Site) -> User:
    return person("applicant", "沈知行")


def a_round(site: Site, clerk: User) -> Round:
    write_criteria(None, kind="mentors", name="导师评分标准", lines=LINES, actor=clerk)
    round = planned(site, clerk)
    Round.objects.filter(pk=round.pk).update(kind="mentors", criteria_set=CriteriaSet.objects.get())
    return Round.objects.get(pk=round.pk)


@pytest.fixture
def round(applicant: User, clerk: User, site: Site) -> Round:
    """Two experts have signed and judge the application."""
    waiting = applications.awaiting_review(applicant, site, clerk)
    round = a_round(site, clerk)
    two_experts(clerk)
    add_cases(round, [waiting.pk], actor=clerk)
    draw_panel(round, seats=2, reserves=0, quotas={}, actor=clerk)
    round = RoundFlow.open(Round.objects.get(pk=round.pk), actor=clerk)
    for seat in round.panel.all():
        SeatFlow.sign(seat, actor=seat.expert)
    return round


def left_without_a_trace_at_the_experts(round: Round, signed_in: Any, clerk: User) -> None:
    application = Application.objects.get()
    assert application.state == "withdrawn"
    assert not application.deadlines.exists()
    seats = list(Seat.objects.filter(round=round))
    assert {seat.state for seat in seats} == {"released"}
    for seat in seats:
        assert not seat.deadlines.exists()
        assert not may_review(seat.expert, application)
        sheet = ScoreSheet.objects.get(seat=seat)
        assert (
            application.name
            not in signed_in(seat.expert).get(f"/reviews/sheets/{sheet.pk}/").content.decode()
        )
        titles = Message.objects.filter(person=seat.expert).values_list("title", flat=True)
        assert f"事项移出评审：{application.number}" in titles
    desk = signed_in(clerk)
    assert application.number not in desk.get(f"/reviews/rounds/{round.pk}/matrix/").content.decode()
    assert "申请人撤回申请" in desk.get(f"/reviews/rounds/{round.pk}/cases/1/").content.decode()
    assert not MENTOR_REVIEW.waiting().exists()


def test_on_the_page(applicant, clerk, round, signed_in) -> None:
    mine, application = signed_in(applicant), Application.objects.get()
    address = case_url(application)
    assert "专家评审" in mine.get(address).content.decode()
    assert f'href="{address}moves/withdraw/"' in mine.get(address).content.decode()
    sent = {"version": application.version, "submit_id": str(uuid4())}
    assert mine.post(f"{address}moves/withdraw/", sent).url == address
    page = mine.get(address).content.decode()
    assert "已撤回" in page
    assert "申请人已撤回" in page
    left_without_a_trace_at_the_experts(round, signed_in, clerk)


def test_by_the_api(applicant, clerk, round, signed_in) -> None:
    mine, application = signed_in(applicant), Application.objects.get()
    one = f"/api/v1/mentor-applications/{application.pk}/"
    assert "withdraw" in [action["name"] for action in mine.get(one).json()["actions"]]
    answer = mine.post(
        f"{one}moves/withdraw/",
        {"version": application.version},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.json()["case"]["state_label"] == "已撤回"
    left_without_a_trace_at_the_experts(round, signed_in, clerk)


def test_after_the_scores_and_before_the_decision(applicant, clerk, round, signed_in) -> None:
    for seat in round.panel.all():
        SeatFlow.leave(seat, actor=clerk, note="出差")
    closed = RoundFlow.close(Round.objects.get(pk=round.pk), actor=clerk)
    application = Application.objects.get()
    mine, address = signed_in(applicant), case_url(application)
    mine.post(f"{address}moves/withdraw/", {"version": application.version, "submit_id": str(uuid4())})
    assert Application.objects.get().state == "withdrawn"
    with pytest.raises(Refused, match="已经有了结果"):
        decide_case(closed.cases.get(), passed=True, reason="同意", actor=clerk)
    assert RoundFlow.conclude(closed, actor=clerk).state == "decided"
