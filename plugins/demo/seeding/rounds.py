"""Rounds of review in every state: planned and decided by the clerk, judged by the demo's experts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from plugins.demo.seeding.content import read
from plugins.demo.seeding.past import ago
from plugins.mentors.models import Application
from plugins.reviews.actions import Mark, add_cases, decide_case, draw_panel, plan_round, save_draft
from plugins.reviews.choices import RoundState, SheetState
from plugins.reviews.models import CriteriaSet, Round, ScoreSheet
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow
from portal import clock
from portal.accounts.models import User

OVER = (RoundState.CLOSED, RoundState.DECIDED)


def seed_rounds() -> Iterator[Round]:
    """Make those that are missing."""
    clerk = User.objects.get(username="clerk")
    known = set(Round.objects.values_list("title", flat=True))
    for row in read("reviews")["rounds"]:
        if row["title"] not in known:
            yield _round(row, clerk)


def _round(row: dict[str, Any], clerk: User) -> Round:
    """Brought to its state, one step after the other; `days` say when."""
    planned, *later = (ago(days, f"{row['title']} {place}") for place, days in enumerate(row["days"]))
    with planned:
        round = _planned(row, clerk)
    for step, moment in zip(STATES[row["state"]], later, strict=True):
        with moment:
            round = step(round, row, clerk)
    return round


def _planned(row: dict[str, Any], clerk: User) -> Round:
    now = timezone.now()
    ends = {"hours": row["closes_hours"]} if "closes_hours" in row else {"days": row["closes"]}
    return plan_round(
        Round(
            site=Site.objects.get(is_default_site=True),
            kind="mentors",
            title=row["title"],
            criteria_set=CriteriaSet.objects.filter(kind="mentors").latest("edition"),
            opens_at=now + timedelta(days=row["opens"]) if "opens" in row else clock.read(),
            closes_at=now + timedelta(**ends),
        ),
        actor=clerk,
    )


def _opened(round: Round, row: dict[str, Any], clerk: User) -> Round:
    waiting = Application.objects.filter(applicant__username__in=row["applicants"])
    add_cases(round, list(waiting.values_list("pk", flat=True)), actor=clerk)
    experts = len(read("reviews")["experts"])
    draw_panel(round, seats=experts, reserves=0, quotas={}, actor=clerk, seed=row["title"])
    return RoundFlow.open(round, actor=clerk)


def _scored(round: Round, row: dict[str, Any], clerk: User) -> Round:
    """The experts have signed and handed in the sheets of the cases that are scored; where not all are, the last one
    still has the declaration before them."""
    seats = list(round.panel.order_by("expert__username"))
    judging = seats if row["state"] in OVER else seats[:-1]
    for seat, judged in zip(judging, row["sheets"], strict=False):
        signed = SeatFlow.sign(seat, actor=seat.expert)
        sheets = signed.sheets.filter(state=SheetState.DRAFT).order_by("round_case__position")
        for sheet in sheets[: row["scored"]]:
            _hand_in(sheet, judged)
    return round


def _closed(round: Round, row: dict[str, Any], clerk: User) -> Round:
    closed: Round = RoundFlow.close(round, actor=clerk)
    return closed


def _decided(round: Round, row: dict[str, Any], clerk: User) -> Round:
    for round_case in round.cases.open():
        decide_case(round_case, passed=True, reason=row["reason"], actor=clerk)
    return round


def _cancelled(round: Round, row: dict[str, Any], clerk: User) -> Round:
    cancelled: Round = RoundFlow.cancel(round, actor=clerk, note=row["reason"])
    return cancelled


def _hand_in(sheet: ScoreSheet, judged: dict[str, list[Any]]) -> None:
    criteria = sheet.round_case.round.criteria_set.criteria.all()
    written = zip(judged["values"], judged["comments"], strict=True)
    marks = {one.pk: Mark(*mark) for one, mark in zip(criteria, written, strict=True)}
    expert = sheet.seat.expert
    SheetFlow.submit(save_draft(sheet, marks, saves=sheet.saves, actor=expert), actor=expert)


STATES: dict[str, tuple[Callable[[Round, dict[str, Any], User], Round], ...]] = {
    RoundState.PLANNED: (),
    RoundState.SCORING: (_opened, _scored),
    RoundState.CLOSED: (_opened, _scored, _closed),
    RoundState.DECIDED: (_opened, _scored, _closed, _decided),
    RoundState.CANCELLED: (_cancelled,),
}
"""By which steps a round comes into the state."""
