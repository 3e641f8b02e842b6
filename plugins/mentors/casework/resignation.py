"""Resignations in the member centre and on the desk."""

from django.utils.translation import gettext_lazy as _

from plugins.mentors.choices import ResignationState
from plugins.mentors.models import Resignation
from plugins.mentors.notices.resignation import RESIGNATION_ACCEPTED, RESIGNATION_REFUSED
from plugins.mentors.rules.resignation import REVIEW_RESIGNATION, handles_resignation
from plugins.mentors.workflows.resignation import ResignationFlow
from portal.casework.base import CaseFile
from portal.masking import mask

RESIGNATION_FILE = CaseFile(
    workflow=ResignationFlow,
    title=lambda resignation: _("申请解聘"),
    number=lambda resignation: resignation.number or "",
    mine=lambda user: Resignation.objects.of(user),
    path=(ResignationState.SUBMITTED, ResignationState.ACCEPTED),
    work={ResignationState.SUBMITTED: REVIEW_RESIGNATION},
    may_read=handles_resignation,
    applicant=lambda resignation: mask("name", resignation.mentor.page.title),
    letters={"accept": RESIGNATION_ACCEPTED, "refuse": RESIGNATION_REFUSED},
    pages={"hand_over": "mentors:resignation_hand_over"},
    template="mentors/desk/resignation.html",
)
