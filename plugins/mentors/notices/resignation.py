"""What mentors and staff are told about a resignation (A15, X17)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plugins.mentors.leaving.handing_over import open_work
from plugins.mentors.models import Resignation
from plugins.mentors.notices.recipients import holders, the_mentor
from plugins.mentors.rules.resignation import (
    REVIEW_RESIGNATION,
    SUPERVISE_RESIGNATION,
    reviews_resignations,
    supervises_resignations,
)
from portal.notices.base import Notice, Urgency
from portal.working_time.durations import said

EXAMPLE = {"number": "DJ-2026-000007"}


def _number(resignation: Resignation) -> dict[str, Any]:
    return {"number": resignation.number}


def _with_due(resignation: Resignation) -> dict[str, Any]:
    """With the end of the last limit that runs now: the one after which something happens."""
    last = resignation.deadlines.last()
    return _number(resignation) | {"due": said(last.due_at) if last else ""}


def _for_staff(resignation: Resignation) -> dict[str, Any]:
    mentor = resignation.mentor
    return _with_due(resignation) | {"name": str(mentor), "open": len(open_work(mentor))}


def _own_page(resignation: Resignation) -> str:
    return reverse("mentors:resignation")


RESIGNATION_SUBMITTED = Notice(
    "mentors.resignation_submitted",
    _("解聘申请待审核"),
    to=holders(REVIEW_RESIGNATION, reviews_resignations),
    context=_for_staff,
    example=EXAMPLE | {"name": "尉迟青", "open": 2, "due": "2026年12月4日 24:00"},
)
RESIGNATION_ACCEPTED = Notice(
    "mentors.resignation_accepted",
    _("已解聘"),
    to=the_mentor,
    context=_number,
    example=EXAMPLE,
    link=_own_page,
)
RESIGNATION_REFUSED = Notice(
    "mentors.resignation_refused",
    _("解聘申请未同意"),
    to=the_mentor,
    context=lambda resignation: _number(resignation) | {"reason": resignation.answer},
    example=EXAMPLE | {"reason": "请先与我们电话确认离任时间。"},
    link=_own_page,
)
RESIGNATION_DUE = Notice(
    "mentors.resignation_due",
    _("解聘申请即将到期"),
    to=holders(REVIEW_RESIGNATION, reviews_resignations),
    context=_with_due,
    example=EXAMPLE | {"due": "2026年12月4日 24:00"},
    urgency=Urgency.REMINDER,
)
RESIGNATION_LATE = Notice(
    "mentors.resignation_late",
    _("解聘申请审核超期"),
    to=holders(SUPERVISE_RESIGNATION, supervises_resignations),
    context=_number,
    example=EXAMPLE,
)
RESIGNATION_NOTICES = (
    RESIGNATION_SUBMITTED,
    RESIGNATION_ACCEPTED,
    RESIGNATION_REFUSED,
    RESIGNATION_DUE,
    RESIGNATION_LATE,
)
