"""The experts' part of a journey: a round that the clerk organises, two experts who score, the decision."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from plugins.mentors.models import Application
from plugins.reviews.actions import Line, keep_expert, write_criteria
from plugins.reviews.models import Round, ScoreSheet, Seat
from portal.accounts.models import User
from portal.roles.table import EXPERT
from tests.conftest import person

ANCHORS = ["没有", "很少", "一般", "较好", "很好", "突出"]
LINES = (Line("专业能力", 60, ANCHORS), Line("服务意愿", 40, ANCHORS))


def two_experts(secretary: User) -> list[User]:
    """Two people who may be drawn."""
    experts = [person(name, name, EXPERT.group) for name in ("顾衡之", "苏见微")]
    for expert in experts:
        keep_expert(expert, employer="海岚大学", specialities=(), is_available=True, actor=secretary)
    return experts


def review(
    application: Application, *, secretary: User, signed_in: Callable[[User], Client], passed: bool = True
) -> None:
    """From the new round to the decision, on the pages."""
    desk, experts = signed_in(secretary), two_experts(secretary)
    round = _opened(desk, secretary, application)
    for expert in experts:
        _score(signed_in(expert), expert, round, application)
    _move(desk, round, "close")
    decision = {"passed": "yes" if passed else "no", "reason": "专家一致同意"}
    answer = desk.post(f"/reviews/rounds/{round.pk}/cases/1/", decision)
    assert answer.status_code == 302, answer.content.decode()[-2000:]


def _opened(desk: Client, secretary: User, application: Application) -> Round:
    criteria = write_criteria(None, kind="mentors", name="导师评分标准", lines=LINES, actor=secretary)
    now = timezone.localtime()
    moment = "%Y-%m-%dT%H:%M"
    plan = {
        "kind": "mentors",
        "title": "第一轮导师评审",
        "criteria_set": criteria.pk,
        "opens_at": f"{now - timedelta(minutes=5):{moment}}",
        "closes_at": f"{now + timedelta(days=5):{moment}}",
    }
    answer = desk.post("/reviews/rounds/new/", plan)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    round = Round.objects.get()
    desk.post(f"/reviews/rounds/{round.pk}/cases/", {"cases": [application.pk]})
    desk.post(f"/reviews/rounds/{round.pk}/draw/", {"seats": "2", "reserves": "0"})
    return _move(desk, round, "open")


def _score(desk: Client, expert: User, round: Round, application: Application) -> None:
    """Sign first, see the case then, hand in the sheet."""
    seat = Seat.objects.get(round=round, expert=expert)
    assert application.name not in desk.get(f"/reviews/seats/{seat.pk}/").content.decode()
    desk.post(f"/reviews/seats/{seat.pk}/sign/", {"agreed": "on"})
    sheet = ScoreSheet.objects.get(seat=seat)
    page = desk.get(f"/reviews/sheets/{sheet.pk}/").content.decode()
    assert application.headline in page
    assert "13800138000" not in page
    marks: dict[str, Any] = {"saves": sheet.saves, "action": "submit"}
    for criterion in round.criteria_set.criteria.all():
        marks |= {f"value_{criterion.pk}": "4", f"comment_{criterion.pk}": "见材料"}
    desk.post(f"/reviews/sheets/{sheet.pk}/", marks)


def _move(desk: Client, round: Round, name: str) -> Round:
    round.refresh_from_db()
    answer = desk.post(f"/reviews/rounds/{round.pk}/moves/{name}/", {"version": round.version})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    round.refresh_from_db()
    return round
