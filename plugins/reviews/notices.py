"""What experts are told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.reviews.choices import SheetState
from plugins.reviews.kinds import kind_of
from plugins.reviews.models import ScoreSheet, Seat
from portal.notices.base import Notice, Urgency
from portal.working_time.durations import said

EXAMPLE = {"title": "2026 年第 3 批导师评审", "number": "PL-2026-000003", "closes": "2026年12月12日 17:00"}


def _expert(seat: Seat) -> list[Any]:
    return [seat.expert]


def _words(seat: Seat) -> dict[str, Any]:
    round = seat.round
    return {"title": round.title, "number": round.number, "closes": said(round.closes_at)}


def _with_left(seat: Seat) -> dict[str, Any]:
    return _words(seat) | {"left": seat.sheets.filter(state=SheetState.DRAFT).count()}


def _with_reason(seat: Seat) -> dict[str, Any]:
    """The words about the seat's last step."""
    return _words(seat) | {"reason": seat.steps.order_by("-version")[0].note}


def _judge(sheet: ScoreSheet) -> list[Any]:
    return [sheet.seat.expert]


def _case(sheet: ScoreSheet) -> dict[str, Any]:
    """The case by its number alone: whoever has not signed yet knows no more."""
    round = sheet.round_case.round
    return {"title": round.title, "case": kind_of(round.kind).number(sheet.round_case.case)}


def _link(seat: Seat) -> str:
    return seat.get_absolute_url()


INVITED = Notice("reviews.invited", _("邀请评审"), to=_expert, context=_words, example=EXAMPLE, link=_link)
EXTENDED = Notice(
    "reviews.extended",
    _("评分延期"),
    to=_expert,
    context=_with_reason,
    example=EXAMPLE | {"reason": "两位专家出差，材料还没有看完。"},
    link=_link,
)
REMINDER = Notice(
    "reviews.reminder",
    _("评审截止提醒"),
    to=_expert,
    context=_with_left,
    example=EXAMPLE | {"left": 8},
    link=_link,
    urgency=Urgency.REMINDER,
)
ENDED = Notice("reviews.ended", _("评审结束"), to=_expert, context=_words, example=EXAMPLE, link=_link)
TAKEN_OUT = Notice(
    "reviews.taken_out",
    _("事项移出评审"),
    to=_judge,
    context=_case,
    example={"title": EXAMPLE["title"], "case": "DS-2026-000318"},
    link=lambda sheet: _link(sheet.seat),
)
