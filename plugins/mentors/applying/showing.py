"""What the pages of applying show: conditions, tasks with their status, stages with planned dates (P20, P21, P36)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cms_pages.chrome import settings_of
from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.applying.sections import (
    EVIDENCE,
    FILLED_IN,
    PLEDGE,
    SECTIONS,
    Progress,
    Section,
    Status,
    progress_of,
    saved_at,
)
from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.rules.application import is_mentor_now
from plugins.mentors.settings import MentorSettings
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal.casework.addresses import receipt_url
from portal.desk.checklists import defects
from portal.working_time.durations import WorkingDays, said

APPLICATION_KIND = Application._meta.label_lower
KINDS = {Status.STARTED: "info", Status.PROBLEM: "bad"}
"""Colour where something is to do, and nowhere else (GOV.UK's task list)."""


@dataclass(frozen=True)
class Task:
    """A line of the task list; without `url` it cannot be begun yet."""

    label: str
    url: str
    status: Status
    note: str = ""

    @property
    def kind(self) -> str:
        return KINDS.get(self.status, "")

    @property
    def is_done(self) -> bool:
        return self.status == Status.DONE


@dataclass(frozen=True)
class Stage:
    """A step on the way, for the timeline: when it was, or by when it is planned; `current` where the case stands now."""

    when: str
    what: str
    text: str = ""
    planned: bool = False
    current: bool = False


def frame(context: Mapping[str, Any], here: Any) -> dict[str, Any]:
    """The context with the last step of the breadcrumbs."""
    return {**context, "here": str(here)}


def clock_time(moment: datetime | None) -> str:
    """The time of day, for “自动保存于 14:02”."""
    return date_format(timezone.localtime(moment), "H:i") if moment else ""


def start(user: Any, site: Site) -> dict[str, Any]:
    """The start page."""
    numbers = MentorSettings.for_site(site)
    known = Application.objects.of(user).open().first() if user.is_authenticated else None
    context = {
        "numbers": numbers,
        "slots": APPLICATION_FILES.slots,
        "known": known,
        "is_mentor": user.is_authenticated and is_mentor_now(user),
        "portal_settings": settings_of(site),
        "stages": planned(site, known),
    }
    return frame(context, _("申请成为创业导师"))


def tasks(application: Application) -> dict[str, Any]:
    """The task list of a draft, or of what is to be corrected."""
    progress = progress_of(application)
    listed = [_task(application, entry) for entry in progress]
    done = sum(task.is_done for task in listed)
    saved = [moment for part in SECTIONS if (moment := saved_at(application, part))]
    context = {
        "application": application,
        "tasks": listed,
        "done": done,
        "total": len(listed),
        "whole": done == len(listed),
        "next": next((task for task in listed if task.url and not task.is_done), None),
        "saved_at": clock_time(max(saved, default=None)),
        "defects": defects(application) if application.state == ApplicationState.RETURNED else (),
        "deadline": application.deadlines.first(),
        "note": _note(application),
    }
    return frame(context, _("申请成为创业导师"))


def sent(application: Application) -> dict[str, Any]:
    """The confirmation."""
    context = {
        "application": application,
        "stages": stages(application),
        "portal_settings": settings_of(application.site),
        "receipt": receipt_url(application.number),
        "receipt_pdf": reverse("member:receipt_pdf", args=[APPLICATION_KIND, application.pk]),
    }
    return frame(context, _("已提交"))


def stages(application: Application) -> list[Stage]:
    """What was done, and what is still to come with the days by which it is planned."""
    past = [Stage(said(step.at), step.public, _("办理：%s") % step.role) for step in application.steps]
    if past and application.state not in AppointmentFlow.final:
        past[-1] = replace(past[-1], current=True)
    deadline = application.deadlines.first()
    if deadline is not None and application.state in PLANNED:
        past.append(Stage(_("%s 前") % said(deadline.due_at), PLANNED[application.state], planned=True))
    return [*past, *(Stage("", what, planned=True) for what in _later(application))]


def planned(site: Site, known: Application | None = None) -> list[Stage]:
    """The stages of an application that is handed in now; of the one that is `known`, where it stands."""
    numbers = MentorSettings.for_site(site)
    ahead = [
        Stage(_("提交后 %s") % WorkingDays(numbers.check_days), _("材料审核"), _("需要补正的一次性告知")),
        Stage(_("之后 %s") % WorkingDays(numbers.review_days), _("专家评审"), _("几位专家独立评分")),
        Stage(_("之后 %s") % WorkingDays(numbers.term_days), _("填写聘期"), _("发聘书，公开导师页面")),
    ]
    place = STAGE_OF.get(known.state, -1) if known else -1
    return [replace(stage, planned=n > place, current=n == place) for n, stage in enumerate(ahead)]


STAGE_OF: Mapping[str, int] = {
    ApplicationState.CHECKING: 0,
    ApplicationState.RETURNED: 0,
    ApplicationState.AWAITING_REVIEW: 1,
    ApplicationState.IN_REVIEW: 1,
    ApplicationState.ENTERING_TERM: 2,
}
"""Which of the planned stages a state belongs to."""
PLANNED: Mapping[str, Any] = {
    ApplicationState.CHECKING: gettext_lazy("材料审核完成"),
    ApplicationState.AWAITING_REVIEW: gettext_lazy("列入专家评审"),
    ApplicationState.ENTERING_TERM: gettext_lazy("填写聘期"),
}
"""What is to be done by the deadline of a state."""
WAY = (
    ApplicationState.CHECKING,
    ApplicationState.AWAITING_REVIEW,
    ApplicationState.IN_REVIEW,
    ApplicationState.ENTERING_TERM,
    ApplicationState.APPOINTED,
)
"""The states that an application usually passes, in their order."""


def _later(application: Application) -> Iterable[str]:
    """The public words of the stages that lie ahead."""
    if application.state not in WAY:
        return []
    ahead = WAY[WAY.index(ApplicationState(application.state)) + 1 :]
    return [str(AppointmentFlow.public[state]) for state in ahead]


def _task(application: Application, entry: Progress) -> Task:
    blocked = entry.status == Status.BLOCKED
    saved = saved_at(application, entry.section)
    note = _("先完成以上各项") if blocked else _("保存于 %s") % clock_time(saved) if saved else ""
    url = "" if blocked else address(application, entry.section)
    return Task(str(entry.section.label), url, entry.status, "；".join(entry.problems) or note)


def address(application: Application, section: Section) -> str:
    """The page on which a section is filled in."""
    if section.name in FILLED_IN:
        return reverse("mentors:apply_section", args=[application.pk, section.name])
    name = {EVIDENCE.name: "mentors:apply_evidence", PLEDGE.name: "mentors:apply_pledge"}[section.name]
    return reverse(name, args=[application.pk])


def _note(application: Application) -> str:
    if application.state != ApplicationState.RETURNED:
        return ""
    last = application.steps.last()
    return last.note if last else ""
