"""What mentors and staff are told about a change of a page (A14, X17)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plugins.mentors.changing.differing import differences
from plugins.mentors.models import ProfileChange
from plugins.mentors.notices.recipients import holders, the_mentor
from plugins.mentors.rules.profile_change import (
    REVIEW_CHANGE,
    SUPERVISE_CHANGE,
    reviews_changes,
    supervises_changes,
)
from portal.notices.base import Notice, Urgency
from portal.working_time.durations import said

EXAMPLE = {"number": "DB-2026-000041"}


def _number(change: ProfileChange) -> dict[str, Any]:
    return {"number": change.number}


def _with_due(change: ProfileChange) -> dict[str, Any]:
    """With the end of the last limit that runs now: the one after which something happens."""
    last = change.deadlines.last()
    return _number(change) | {"due": said(last.due_at) if last else ""}


def _with_reason(change: ProfileChange) -> dict[str, Any]:
    return _number(change) | {"reason": change.answer}


def _for_staff(change: ProfileChange) -> dict[str, Any]:
    fields = "、".join(difference.label for difference in differences(change))
    return _with_due(change) | {"name": str(change.mentor), "fields": fields}


def _own_page(change: ProfileChange) -> str:
    return reverse("mentors:profile")


CHANGE_SUBMITTED = Notice(
    "mentors.change_submitted",
    _("展示页变更待审核"),
    to=holders(REVIEW_CHANGE, reviews_changes),
    context=_for_staff,
    example=EXAMPLE | {"name": "尉迟青", "fields": "职务、擅长领域", "due": "2026年12月4日 24:00"},
)
CHANGE_APPROVED = Notice(
    "mentors.change_approved",
    _("展示页变更已通过"),
    to=the_mentor,
    context=_number,
    example=EXAMPLE,
    link=_own_page,
)
CHANGE_RETURNED = Notice(
    "mentors.change_returned",
    _("展示页变更请修改"),
    to=the_mentor,
    context=lambda change: _with_due(change) | _with_reason(change),
    example=EXAMPLE | {"reason": "职务请写全称。", "due": "2026年12月11日 24:00"},
    link=_own_page,
)
CHANGE_REJECTED = Notice(
    "mentors.change_rejected",
    _("展示页变更未通过"),
    to=the_mentor,
    context=_with_reason,
    example=EXAMPLE | {"reason": "介绍中有收费服务的内容。"},
    link=_own_page,
)
CHANGE_DUE = Notice(
    "mentors.change_due",
    _("展示页变更即将到期"),
    to=holders(REVIEW_CHANGE, reviews_changes),
    context=_with_due,
    example=EXAMPLE | {"due": "2026年12月4日 24:00"},
    urgency=Urgency.REMINDER,
)
CHANGE_LATE = Notice(
    "mentors.change_late",
    _("展示页变更审核超期"),
    to=holders(SUPERVISE_CHANGE, supervises_changes),
    context=_number,
    example=EXAMPLE,
)
CHANGE_CORRECTION_DUE = Notice(
    "mentors.change_correction_due",
    _("展示页变更修改即将到期"),
    to=the_mentor,
    context=_with_due,
    example=EXAMPLE | {"due": "2026年12月11日 24:00"},
    link=_own_page,
    urgency=Urgency.REMINDER,
)
CHANGE_LAPSED = Notice(
    "mentors.change_lapsed",
    _("展示页变更逾期终止"),
    to=the_mentor,
    context=_number,
    example=EXAMPLE,
    link=_own_page,
)
CHANGE_NOTICES = (
    CHANGE_SUBMITTED,
    CHANGE_APPROVED,
    CHANGE_RETURNED,
    CHANGE_REJECTED,
    CHANGE_DUE,
    CHANGE_LATE,
    CHANGE_CORRECTION_DUE,
    CHANGE_LAPSED,
)
