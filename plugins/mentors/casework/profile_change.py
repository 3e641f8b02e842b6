"""Changes of pages in the member centre and on the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plugins.mentors.choices import ChangeState
from plugins.mentors.models import ProfileChange
from plugins.mentors.notices.profile_change import CHANGE_APPROVED, CHANGE_REJECTED, CHANGE_RETURNED
from plugins.mentors.rules.profile_change import REVIEW_CHANGE, handles_change
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.casework.base import CaseFile, Todo
from portal.masking import mask


def finish(change: ProfileChange) -> Todo:
    """Write the draft to its end and hand it in."""
    return Todo(_("写完并提交审核"), reverse("mentors:profile"))


def correct(change: ProfileChange) -> Todo:
    """Mend what was found, by the deadline."""
    return Todo(_("按退回的理由修改"), reverse("mentors:profile_edit"))


PROFILE_CHANGE_FILE = CaseFile(
    workflow=ProfileChangeFlow,
    title=lambda change: _("展示页变更"),
    number=lambda change: change.number or "",
    mine=lambda user: ProfileChange.objects.of(user),
    todo={ChangeState.DRAFT: finish, ChangeState.RETURNED: correct},
    path=(ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.APPROVED),
    elsewhere=("submit",),
    work={ChangeState.SUBMITTED: REVIEW_CHANGE},
    may_read=handles_change,
    applicant=lambda change: mask("name", change.mentor.page.title),
    letters={"approve": CHANGE_APPROVED, "send_back": CHANGE_RETURNED, "reject": CHANGE_REJECTED},
    template="mentors/desk/profile_change.html",
)
