"""Applications to become a mentor up to the review, brought there by the workflow as in life; `rounds` go on from there."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Site

from cms_pages.models import District, Field
from plugins.demo.portraits import draw_portrait
from plugins.demo.seeding.accounts import seed_person
from plugins.demo.seeding.content import read
from plugins.demo.seeding.past import ago
from plugins.mentors.actions.application import begin, hand_in, pledge
from plugins.mentors.casework.application import APPLICATION_FILE
from plugins.mentors.models import Application
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal import clock
from portal.accounts.models import User
from portal.attachments.actions import attach
from portal.attachments.models import Attachment
from portal.casework.citing import citable
from portal.desk.checklists import points_of
from portal.desk.choices import Verdict
from portal.desk.marking import set_mark
from portal.desk.models import WorkItem

FILES = ("portrait", "identity", "qualification", "employer")
TOO_SHORT = "mentor-measures#a5-3"
WRONG = {"employer": "没有加盖公章", "background": "经历写得太简单，看不出做过什么"}
PORTRAIT_SIZE = 640


def seed_applications() -> Iterator[Application]:
    """Make those that are missing; people who have applied before are left alone."""
    site = Site.objects.get(is_default_site=True)
    clerk = User.objects.get(username="clerk")
    for row in sorted(read("applications")["applications"], key=lambda row: -row["days"][-1]):
        person = seed_person(row["username"], row["name"][:1], row["name"][1:])
        if not Application.objects.of(person).exists():
            yield _brought(row, person, site, clerk)


def _brought(row: dict[str, Any], person: User, site: Site, clerk: User) -> Application:
    """To its state, one step after the other; `days` say when."""
    begun, *later = row["days"]
    with ago(begun, f"{person} begins"):
        application = _draft(row, person, site)
    for step, day in zip(STATES[row["state"]], later, strict=True):
        with ago(day, f"{person} {step.__name__}"):
            application = step(application, clerk)
    return application


def _draft(row: dict[str, Any], person: User, site: Site) -> Application:
    """Filled in from the content file, with its files."""
    application = begin(person, site)
    for name in ("name", "organisation", "position", "years", "education", "headline", "introduction"):
        setattr(application, name, row[name])
    application.district = District.objects.get(name=row["district"])
    application.help_points = "\n".join(row["help_points"])
    application.phone = "13800138000"
    application.experience = f"{row['since']}至今 {row['organisation']} {row['position']}"
    application.ways, application.times = ["message", "meeting"], ["workday_evening", "weekend"]
    application.save()
    application.fields.set(Field.objects.filter(name__in=row["fields"]))
    picture = _picture(row["code"])
    for slot in FILES if row["state"] != "draft" else FILES[:1]:
        attach(application, slot, SimpleUploadedFile(f"{slot}.jpg", picture, "image/jpeg"), by=person)
    Attachment.objects.of(application).update(uploaded_at=clock.read())  # then, not while the demo is made
    return application


def _picture(code: str) -> bytes:
    buffer = BytesIO()
    draw_portrait(code, size=PORTRAIT_SIZE).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _handed_in(application: Application, clerk: User) -> Application:
    return hand_in(pledge(application, actor=application.applicant), actor=application.applicant)


def _check(application: Application, clerk: User, wrong: dict[str, str]) -> None:
    item = WorkItem.objects.of(application).get()
    for point in points_of(application):
        reason = wrong.get(point.item.name, "")
        verdict = Verdict.MEND if reason else Verdict.FITS
        set_mark(APPLICATION_FILE, item, point.item.name, by=clerk, verdict=verdict, reason=reason)


def _returned(application: Application, clerk: User) -> Application:
    _check(application, clerk, WRONG)
    moved: Application = AppointmentFlow.send_back(application, actor=clerk)
    return moved


def _passed(application: Application, clerk: User) -> Application:
    _check(application, clerk, {})
    moved: Application = AppointmentFlow.pass_check(application, actor=clerk)
    return moved


def _rejected(application: Application, clerk: User) -> Application:
    why = "从业时间较短，现有材料还不能证明辅导能力。"
    rules = [rule for rule in citable("reject", application) if rule.key == TOO_SHORT]
    rule = {"citation": rules[0].key, "article": rules[0].label} if rules else {}
    moved: Application = AppointmentFlow.reject(application, actor=clerk, note=why, **rule)
    return moved


def _withdrawn(application: Application, clerk: User) -> Application:
    moved: Application = AppointmentFlow.withdraw(application, actor=application.applicant)
    return moved


STATES: dict[str, tuple[Callable[[Application, User], Application], ...]] = {
    "draft": (),
    "checking": (_handed_in,),
    "returned": (_handed_in, _returned),
    "awaiting_review": (_handed_in, _passed),
    "rejected": (_handed_in, _rejected),
    "withdrawn": (_handed_in, _withdrawn),
}
"""By which steps an application comes into the state."""
