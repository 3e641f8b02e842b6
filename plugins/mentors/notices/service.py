"""What mentors and clerks are told about terms and pauses (P25, P26)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plugins.mentors.days import today
from plugins.mentors.models import Mentor
from portal.accounts.models import User
from portal.notices.base import Notice, Urgency
from portal.roles.table import MENTOR_CLERK

EXAMPLE = {
    "name": "尉迟青",
    "code": "7K3Q9X",
    "term_from": "2026-03-01",
    "term_to": "2028-02-29",
    "pause_from": "2026-07-01",
    "pause_to": "2026-07-15",
    "days": 30,
}


def mentor_alone(mentor: Mentor) -> Iterable[Any]:
    """The mentor's account; nobody where there is none."""
    return [mentor.user]


def clerks(mentor: Mentor) -> Iterable[User]:
    """Everybody who works on mentors now."""
    return User.objects.filter(groups__name=MENTOR_CLERK.group, is_active=True).distinct()


def facts(mentor: Mentor) -> Mapping[str, Any]:
    """What the words of every notice about a mentor's service may use."""
    dates = ("term_from", "term_to", "pause_from", "pause_to")
    days = (mentor.term_to - today()).days if mentor.term_to else 0
    said = {name: _date(getattr(mentor, name)) for name in dates}
    return {"name": mentor.page.title, "code": mentor.code, "days": max(days, 0), **said}


def _date(day: Any) -> str:
    return day.isoformat() if day else _("未定")


def own_page(mentor: Mentor) -> str:
    return reverse("mentors:mine")


def staff_page(mentor: Mentor) -> str:
    return reverse("mentor:inspect", args=[mentor.pk])


def _notice(name: str, label: Any, **more: Any) -> Notice:
    """To the mentor, unless said otherwise."""
    usual: dict[str, Any] = {"to": mentor_alone, "link": own_page, "context": facts, "example": EXAMPLE}
    return Notice(f"mentors.{name}", label, **usual | more)


APPOINTED = _notice(
    "appointed",
    gettext_lazy("已聘任，请接受行为规范和保密协议"),
    link=lambda mentor: reverse("mentors:agreements"),
)
RENEWED = _notice("renewed", gettext_lazy("已续聘"))
TERM_ENDING = _notice("term_ending", gettext_lazy("聘期将满（导师）"), urgency=Urgency.REMINDER)
TERM_ENDING_CLERK = _notice(
    "term_ending_clerk",
    gettext_lazy("聘期将满（专员）"),
    to=clerks,
    link=staff_page,
    urgency=Urgency.REMINDER,
)
TERM_ENDED = _notice("term_ended", gettext_lazy("聘期结束"))
DISMISSED = _notice("dismissed", gettext_lazy("聘任提前终止"))
PAUSED = _notice("paused", gettext_lazy("服务已暂停"))
RESUMED = _notice("resumed", gettext_lazy("服务已恢复"))
HIDDEN = _notice("hidden", gettext_lazy("展示页已紧急隐藏"), urgency=Urgency.URGENT)
HIDDEN_CLERK = _notice("hidden_clerk", gettext_lazy("导师展示页被紧急隐藏"), to=clerks, link=staff_page)
SHOWN = _notice("shown", gettext_lazy("展示页已恢复"))

SERVICE_NOTICES = (
    APPOINTED,
    RENEWED,
    TERM_ENDING,
    TERM_ENDING_CLERK,
    TERM_ENDED,
    DISMISSED,
    PAUSED,
    RESUMED,
    HIDDEN,
    HIDDEN_CLERK,
    SHOWN,
)
