"""What experts are told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.reviews.choices import SheetState
from plugins.reviews.models import Seat
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


def _link(seat: Seat) -> str:
    return seat.get_absolute_url()


INVITED = Notice("reviews.invited", _("邀请评审"), to=_expert, context=_words, example=EXAMPLE, link=_link)
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
