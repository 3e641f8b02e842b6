"""What applicants are told on their way to becoming a mentor, and managers when it takes too long (A3, X17)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms_pages.citations import cited
from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.rules.application import SUPERVISE, supervises_applications
from portal.casework.addresses import case_url
from portal.desk.checklists import defects
from portal.notices.base import Notice
from portal.working_time.durations import said

GRANTED = "portal.roles.backends.GrantedBackend"


def _applicant(application: Application) -> list[Any]:
    return [application.applicant]


def supervisors(application: Application) -> Iterable[Any]:
    """Those who are asked when an application is late."""
    people: Any = get_user_model().objects
    able = people.with_perm(SUPERVISE, include_superusers=False, backend=GRANTED)
    return [person for person in able if supervises_applications(person, application)]


def _page(application: Application) -> str:
    return case_url(application)


def _at_the_desk(application: Application) -> str:
    return reverse("desk:case", args=[application._meta.label_lower, application.pk])


def _basic(application: Application) -> dict[str, Any]:
    return {"number": application.number}


def _with_due(application: Application) -> dict[str, Any]:
    """With the end of the limit that runs now."""
    first = application.deadlines.first()
    return _basic(application) | {"due": said(first.due_at) if first else ""}


def _returned(application: Application) -> dict[str, Any]:
    points = "\n".join(
        f"{place}. {label}：{reason}" for place, (label, reason) in enumerate(defects(application), start=1)
    )
    return _with_due(application) | {"points": points, "note": _last_note(application)}


def _rejected(application: Application) -> dict[str, Any]:
    last = application.steps.last()
    words = {"reason": _last_note(application), "article": last.article if last else "", "article_url": ""}
    for rule in cited([last.citation] if last else []):
        words["article_url"] = f"{application.site.root_url}{rule.url}"
    return _basic(application) | words


def _appointed(application: Application) -> dict[str, Any]:
    mentor = application.mentor
    term = (mentor.term_from, mentor.term_to) if mentor else (None, None)
    return _basic(application) | dict(zip(("term_from", "term_to"), map(_day, term), strict=True))


def _late(application: Application) -> dict[str, Any]:
    state = ApplicationState(application.state).label
    return _basic(application) | {"state": str(state), "since": said(_since(application))}


def _last_note(application: Application) -> str:
    last = application.steps.last()
    return last.note if last else ""


def _day(day: date | None) -> str:
    return date_format(day, gettext("Y年n月j日")) if day else ""


def _since(application: Application) -> Any:
    """When the application came into its state."""
    entered = application.steps.exclude(source=application.state).last()
    return entered.at if entered else timezone.now()


EXAMPLE: dict[str, Any] = {"number": "DS-2026-000318"}

APPLICATION_RECEIVED = Notice(
    "mentors.application_received",
    _("导师申请已受理"),
    to=_applicant,
    context=_with_due,
    example=EXAMPLE | {"due": "2026年12月4日 24:00"},
    link=_page,
)
APPLICATION_RETURNED = Notice(
    "mentors.application_returned",
    _("导师申请请补正"),
    to=_applicant,
    context=_returned,
    example=EXAMPLE
    | {"due": "2026年12月18日 24:00", "points": "1. 单位证明：看不清公章", "note": "请一次补齐。"},
    link=_page,
)
APPLICATION_PASSED_CHECK = Notice(
    "mentors.application_passed_check",
    _("导师申请材料审核通过"),
    to=_applicant,
    context=_with_due,
    example=EXAMPLE | {"due": "2026年12月31日 24:00"},
    link=_page,
)
APPLICATION_REVIEWED = Notice(
    "mentors.application_reviewed",
    _("导师申请通过专家评审"),
    to=_applicant,
    context=_with_due,
    example=EXAMPLE | {"due": "2027年1月8日 24:00"},
    link=_page,
)
APPLICATION_REJECTED = Notice(
    "mentors.application_rejected",
    _("导师申请未通过"),
    to=_applicant,
    context=_rejected,
    example=EXAMPLE
    | {
        "reason": "提供的材料不能证明相关从业经历。",
        "article": "《海澜市创业导师管理办法》第五条第三项",
        "article_url": "https://qingchuang.example/policies/measures/#a5-3",
    },
    link=_page,
)
APPLICATION_LAPSED = Notice(
    "mentors.application_lapsed",
    _("导师申请逾期未补正"),
    to=_applicant,
    context=_basic,
    example=EXAMPLE,
    link=_page,
)
APPLICATION_APPOINTED = Notice(
    "mentors.application_appointed",
    _("受聘为创业导师"),
    to=_applicant,
    context=_appointed,
    example=EXAMPLE | {"term_from": "2027年1月1日", "term_to": "2029年12月31日"},
    link=_page,
)
APPLICATION_LATE = Notice(
    "mentors.application_late",
    _("导师申请超期，请督办"),
    to=supervisors,
    context=_late,
    example=EXAMPLE | {"state": "材料审核", "since": "2026年11月27日 10:00"},
    link=_at_the_desk,
)
APPLICATION_NOTICES = (
    APPLICATION_RECEIVED,
    APPLICATION_RETURNED,
    APPLICATION_PASSED_CHECK,
    APPLICATION_REVIEWED,
    APPLICATION_REJECTED,
    APPLICATION_LAPSED,
    APPLICATION_APPOINTED,
    APPLICATION_LATE,
)
