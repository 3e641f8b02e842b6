"""Rounds of review over the questions of the tests: experts, criteria, a panel."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Site

from plugins.reviews.actions import Line, Mark, add_cases, draw_panel, plan_round, save_draft, write_criteria
from plugins.reviews.base import ReviewKind
from plugins.reviews.models import CriteriaSet, ExpertProfile, Round, ScoreSheet
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow
from portal import clock
from portal.accounts.models import User
from portal.roles.table import EXPERT
from tests.conftest import person
from tests.questions import Question

ANCHORS = ["没有", "很少", "一般", "较好", "很好", "突出"]
LINES = (Line("专业能力", 60, ANCHORS), Line("服务意愿", 40, ANCHORS))
told: list[tuple[Any, ...]] = []
"""What the kind's plugin was told, in order; the fixture `kind` empties it."""

QUESTION_REVIEW = ReviewKind(
    slug="questions",
    label="留言评审",
    model=Question,
    waiting=lambda: Question.objects.filter(state="open"),
    title=lambda case: f"{case.text}的申请",
    number=lambda case: f"LY-{case.pk}",
    people=lambda case: [case.asker_id],
    organisations=lambda case: [case.text],
    template="components/pairs.html",
    content=lambda case: [("留言", [case.text])],
    materials=lambda case: (case,),
    begun=lambda case, actor: told.append(("begun", case.pk, actor)),
    decided=lambda case, decision, actor: told.append(("decided", case.pk, decision, actor)),
    released=lambda case, actor: told.append(("released", case.pk, actor)),
)


def an_expert(name: str, employer: str = "海岚大学") -> User:
    expert = person(name, name, EXPERT.group)
    ExpertProfile.objects.create(user=expert, employer=employer)
    return expert


def a_question(asker: User, text: str = "青禾公司") -> Question:
    return Question.objects.create(state="open", version=1, text=text, asker=asker)


def criteria(secretary: User, name: str = "导师评分标准") -> CriteriaSet:
    return write_criteria(None, kind="questions", name=name, lines=LINES, actor=secretary)


def planned(site: Site, secretary: User, *, closes_at: datetime | None = None) -> Round:
    """A round that opens now and closes in five days."""
    now = clock.read()
    return plan_round(
        Round(
            site=site,
            kind="questions",
            title="第 3 批评审",
            criteria_set=CriteriaSet.objects.first() or criteria(secretary),
            opens_at=now,
            closes_at=closes_at or now + timedelta(days=5),
        ),
        actor=secretary,
    )


def opened(
    site: Site,
    secretary: User,
    cases: Sequence[Question],
    *,
    seats: int = 2,
    reserves: int = 0,
    sign: bool = True,
) -> Round:
    """A round in which the drawn experts score; they have signed unless told otherwise."""
    round = planned(site, secretary)
    add_cases(round, [case.pk for case in cases], actor=secretary)
    draw_panel(round, seats=seats, reserves=reserves, quotas={}, actor=secretary, seed="seed")
    round = RoundFlow.open(Round.objects.get(pk=round.pk), actor=secretary)
    for seat in round.panel.filter(state="serving") if sign else ():
        SeatFlow.sign(seat, actor=seat.expert)
    return Round.objects.get(pk=round.pk)


def filled(sheet: ScoreSheet, *values: int, comment: str = "见材料") -> ScoreSheet:
    """The sheet with these values as a draft."""
    found = sheet.round_case.round.criteria_set.criteria.all()
    marks = {one.pk: Mark(value, comment) for one, value in zip(found, values, strict=True)}
    return save_draft(sheet, marks, saves=sheet.saves, actor=sheet.seat.expert)


def submitted(sheet: ScoreSheet, *values: int) -> ScoreSheet:
    return SheetFlow.submit(filled(sheet, *values), actor=sheet.seat.expert)
