"""Applications to become a mentor, for tests: filled in, and in any state by the workflow itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wagtail.models import Site

from plugins.mentors.actions.application import begin, hand_in, pledge
from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.models import Application
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal import clock
from portal.accounts.models import User
from portal.attachments.actions import attach, replace
from portal.attachments.models import Attachment
from portal.desk.actions import take
from portal.desk.checklists import points_of
from portal.desk.choices import Verdict
from portal.desk.marking import FOUND, THE_POINT
from portal.desk.models import CheckMark, WorkItem
from portal.workflow.parties import SYSTEM
from tests.factories.cms_pages import DistrictFactory, FieldFactory
from tests.factories.files import picture, upload

FILLED = {
    "name": "沈知行",
    "organisation": "海岚创投",
    "position": "投资总监",
    "years": 12,
    "phone": "13800138000",
    "email": "shen@hailan.example",
    "education": "硕士，工商管理",
    "experience": "2012—2018 海岚实业 财务经理\n2018至今 海岚创投 投资总监",
    "introduction": "看过三百多份商业计划书，陪六个团队走到第一轮融资。",
    "headline": "把商业计划书改到投资人愿意看第二遍",
    "help_points": "看商业计划书\n估算第一轮要多少钱",
    "ways": ["message", "meeting"],
    "times": ["workday_evening"],
}
TERM = {"term_from": date(2027, 1, 1), "term_to": date(2029, 12, 31)}


def filled(applicant: User, site: Site, **changes: Any) -> Application:
    """An unsaved application with everything that fits into columns."""
    return Application(applicant=applicant, site=site, **FILLED | {"district": DistrictFactory()} | changes)


def draft(applicant: User, site: Site, **changes: Any) -> Application:
    """A draft that may be handed in: filled in, with its files, pledged."""
    application = begin(applicant, site)
    district = DistrictFactory()
    for name, value in (FILLED | {"district": district} | changes).items():
        setattr(application, name, value)
    application.save()
    application.fields.set([FieldFactory()])
    for slot in APPLICATION_FILES.slots:
        if slot.required or slot.name == "identity":
            attach(application, slot.name, upload(f"{slot.name}.jpg", picture()), by=applicant)
    return pledge(application, actor=applicant)


def handed_in(applicant: User, site: Site, **changes: Any) -> Application:
    """Waiting for the check."""
    return hand_in(draft(applicant, site, **changes), actor=applicant)


def checked(application: Application, clerk: User, wrong: Mapping[str, str] | None = None) -> Application:
    """Every point of the checklist is decided: it fits, or is to be mended for the reason given under its name.

    All at once, where a clerk marks one after the other (`portal.desk.marking`).
    """
    item = WorkItem.objects.of(application).get()
    take(item, by=clerk)
    now = clock.read()
    marks = [
        CheckMark(item=item, round=point.returns + 1, name=point.item.name, by=clerk, at=now, **found)
        for point in points_of(application)
        for found in [_found((wrong or {}).get(point.item.name, ""))]
    ]
    CheckMark.objects.bulk_create(marks, update_conflicts=True, unique_fields=THE_POINT, update_fields=FOUND)
    return application


def _found(reason: str) -> dict[str, str]:
    """A defect for that reason, or none."""
    if not reason:
        return {"verdict": Verdict.FITS}
    return {"verdict": Verdict.MEND, "reason": reason, "late_reason": "上次没有看到。"}


def returned(application: Application, clerk: User, note: str = "", **wrong: str) -> Application:
    """Sent back with what is wrong: `returned(application, clerk, portrait="照片看不清")`."""
    moved: Application = AppointmentFlow.send_back(
        checked(application, clerk, wrong or {"portrait": "照片看不清"}), actor=clerk, note=note
    )
    return moved


def corrected(application: Application, slot: str = "portrait") -> Application:
    """A new file in the place of the one that was not in order, and handed in again."""
    applicant = application.applicant
    old = Attachment.objects.of(application).current().get(slot=slot)
    replace(old, upload("new.jpg", picture(color=200)), by=applicant)
    return hand_in(application, actor=applicant)


def passed(application: Application, clerk: User) -> Application:
    """The material is in order."""
    moved: Application = AppointmentFlow.pass_check(checked(application, clerk), actor=clerk)
    return moved


def awaiting_review(applicant: User, site: Site, clerk: User, **changes: Any) -> Application:
    """The material has passed."""
    return passed(handed_in(applicant, site, **changes), clerk)


def entering_term(applicant: User, site: Site, clerk: User, **changes: Any) -> Application:
    """The experts have said yes."""
    waiting = AppointmentFlow.begin_review(awaiting_review(applicant, site, clerk, **changes), actor=SYSTEM)
    application: Application = AppointmentFlow.review_passed(waiting, actor=SYSTEM, note="第一批：同意")
    return application
