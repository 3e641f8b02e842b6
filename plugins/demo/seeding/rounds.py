"""Rounds of review in every state: planned and decided by the clerk, judged by the demo's experts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from plugins.demo.seeding.content import read
from plugins.mentors.models import Application
from plugins.reviews.actions import Mark, add_cases, decide_case, draw_panel, plan_round, save_draft
from plugins.reviews.choices import RoundState, SheetState
from plugins.reviews.models import CriteriaSet, Round, ScoreSheet
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow
from portal.accounts.models import User

JUDGED = (RoundState.SCORING, RoundState.CLOSED, RoundState.DECIDED)
OVER = (RoundState.CLOSED, RoundState.DECIDED)


def seed_rounds() -> Iterator[Round]:
    """Make those that are missing."""
    clerk = User.objects.get(username="clerk")
    known = set(Round.objects.values_list("title", flat=True))
    for row in read("reviews")["rounds"]:
        if row["title"] not in known:
            yield _round(row, clerk)


def _round(row: dict[str, Any], clerk: User) -> Round:
    """Brought to its state, one step after the other."""
    round = _planned(row, clerk)
    if row["state"] in JUDGED:
        round = _judged(round, row, clerk)
    if row["state"] in OVER:
        round = RoundFlow.close(round, actor=clerk)
    if row["state"] == RoundState.DECIDED:
        for round_case in round.cases.open():
            decide_case(round_case, passed=True, reason=row["reason"], actor=clerk)
    if row["state"] == RoundState.CANCELLED:
        round = RoundFlow.cancel(round, actor=clerk, note=row["reason"])
    return round


def _planned(row: dict[str, Any], clerk: User) -> Round:
    now = timezone.now()
    return plan_round(
        Round(
            site=Site.objects.get(is_default_site=True),
            kind="mentors",
            title=row["title"],
            criteria_set=CriteriaSet.objects.filter(kind="mentors").latest("edition"),
            opens_at=now + timedelta(days=row.get("opens", 0)),
            closes_at=now + timedelta(days=row["closes"]),
        ),
        actor=clerk,
    )


def _judged(round: Round, row: dict[str, Any], clerk: User) -> Round:
    """The experts have signed and handed in the sheets of the cases that are scored; where not all are, the last one
    still has the declaration before them."""
    waiting = Application.objects.filter(applicant__username__in=row["applicants"])
    add_cases(round, list(waiting.values_list("pk", flat=True)), actor=clerk)
    experts = len(read("reviews")["experts"])
    draw_panel(round, seats=experts, reserves=0, quotas={}, actor=clerk, seed=row["title"])
    round = RoundFlow.open(round, actor=clerk)
    seats = list(round.panel.order_by("expert__username"))
    judging = seats if row["state"] in OVER else seats[:-1]
    for seat, judged in zip(judging, row["sheets"], strict=False):
        signed = SeatFlow.sign(seat, actor=seat.expert)
        sheets = signed.sheets.filter(state=SheetState.DRAFT).order_by("round_case__position")
        for sheet in sheets[: row["scored"]]:
            _hand_in(sheet, judged)
    return round


def _hand_in(sheet: ScoreSheet, judged: dict[str, list[Any]]) -> None:
    criteria = sheet.round_case.round.criteria_set.criteria.all()
    written = zip(judged["values"], judged["comments"], strict=True)
    marks = {one.pk: Mark(*mark) for one, mark in zip(criteria, written, strict=True)}
    expert = sheet.seat.expert
    SheetFlow.submit(save_draft(sheet, marks, saves=sheet.saves, actor=expert), actor=expert)
