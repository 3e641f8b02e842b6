"""The application as its applicant meets it in the member centre, and staff on the desk."""

from collections.abc import Sequence
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.citations import Cited, citable, cited
from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.applying.sections import FILLED_IN
from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.notices import application as notices
from plugins.mentors.rules.application import CHECK, ENTER_TERM, handles_applications
from plugins.mentors.settings import MentorSettings
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal.attachments.models import Attachment
from portal.casework.base import CaseFile, CheckItem, Document, Todo
from portal.masking import mask

WHAT_MAY_BE_WRONG = {
    "basics": (gettext_lazy("姓名与实名身份不一致"), gettext_lazy("单位或职务与证明不一致")),
    "background": (gettext_lazy("经历写得太简单，看不出做过什么"), gettext_lazy("学历与证书不一致")),
    "expertise": (gettext_lazy("没有写清能帮创业者做什么"), gettext_lazy("擅长领域与经历不符")),
    "service": (gettext_lazy("可约时间过少，请再确认"),),
    "portrait": (gettext_lazy("照片看不清或不是本人近照"),),
    "identity": (gettext_lazy("身份证明缺反面或已过期"), gettext_lazy("照片看不清")),
    "qualification": (gettext_lazy("证书看不清"), gettext_lazy("证书与所填专业背景不符")),
    "employer": (gettext_lazy("没有加盖公章"), gettext_lazy("没有写明职务")),
    "cases": (gettext_lazy("含有他人姓名、电话，请隐去后重传"),),
}


def checklist(application: Application) -> Sequence[CheckItem]:
    """A point for each section that was filled in, and for each kind of evidence that is asked for or there."""
    there = set(Attachment.objects.of(application).current().values_list("slot", flat=True))
    points = [(section.name, section.label, "") for section in FILLED_IN.values()]
    points += [
        (slot.name, slot.label, slot.help_text)
        for slot in APPLICATION_FILES.slots
        if slot.required or slot.name in there
    ]
    return [
        CheckItem(name, label, hint, reasons=WHAT_MAY_BE_WRONG.get(name, ())) for name, label, hint in points
    ]


def fill_in(application: Application) -> Todo:
    return Todo(_("继续填写申请"), reverse("mentors:application", args=[application.pk]))


def correct(application: Application) -> Todo:
    return Todo(_("补正材料"), reverse("mentors:application", args=[application.pk]))


def documents(application: Application) -> Sequence[Document]:
    """The page that an appointed mentor has."""
    if application.mentor is None:
        return ()
    return [Document(_("导师页面"), reverse("mentors:scan", args=[application.mentor.code]))]


def rejection_rules(application: Application) -> Sequence[Cited]:
    """The articles that a refusal may rest on, of the documents that the city names for it."""
    return citable(MentorSettings.for_site(application.site).policies_of_rejection)


APPLICATION_FILE = CaseFile(
    workflow=AppointmentFlow,
    title=lambda application: _("导师申请"),
    mine=lambda user: Application.objects.of(user),
    todo={ApplicationState.DRAFT: fill_in, ApplicationState.RETURNED: correct},
    path=(
        ApplicationState.CHECKING,
        ApplicationState.AWAITING_REVIEW,
        ApplicationState.IN_REVIEW,
        ApplicationState.ENTERING_TERM,
        ApplicationState.APPOINTED,
    ),
    work={ApplicationState.CHECKING: CHECK, ApplicationState.ENTERING_TERM: ENTER_TERM},
    may_read=handles_applications,
    applicant=lambda application: mask("name", application.name),
    checklist=checklist,
    letters={
        "send_back": notices.APPLICATION_RETURNED,
        "pass_check": notices.APPLICATION_PASSED_CHECK,
        "reject": notices.APPLICATION_REJECTED,
    },
    citable={"reject": rejection_rules},
    cited=cited,
    pages={"appoint": "mentors:appoint"},
    elsewhere=("submit", "resubmit"),
    documents=documents,
    handed_in=attrgetter("submitted_at"),
    template="mentors/applying/desk_case.html",
)
