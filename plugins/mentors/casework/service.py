"""A mentor's service as mentors and clerks meet it in the member centre and on the desk."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor
from plugins.mentors.notices.service import DISMISSED
from plugins.mentors.rules.service import HANDLE, has_accepted_agreements, may_see_service
from plugins.mentors.workflows.service import NEED_DATES, MentorFlow
from portal import masking
from portal.casework.base import CaseFile, Document, Todo


def own_service(user: Any) -> Any:
    """The user's own record."""
    return Mentor.objects.filter(user_id=user.pk).select_related("page")


def agreements_to_accept(mentor: Mentor) -> Todo | None:
    """What stands between a mentor in office and the cases (A13)."""
    if mentor.user is None or not mentor.is_in_office() or has_accepted_agreements(mentor.user):
        return None
    return Todo(_("接受行为规范和保密协议"), reverse("mentors:agreements"))


def certificates(mentor: Mentor) -> Sequence[Document]:
    """The certificate of each term, the latest first."""
    return [
        Document(term.certificate_number, reverse("mentors:own_certificate", args=[term.number]))
        for term in mentor.terms.all()
    ]


SERVICE_FILE = CaseFile(
    workflow=MentorFlow,
    title=lambda mentor: _("导师服务"),
    number=lambda mentor: str(mentor.code),
    mine=own_service,
    todo=dict.fromkeys((ServingState.SERVING, ServingState.PAUSED), agreements_to_accept),
    path=(ServingState.SERVING, ServingState.FORMER),
    resting=(ServingState.SERVING, ServingState.PAUSED),
    documents=certificates,
    work={ServingState.HIDDEN: HANDLE},
    may_read=may_see_service,
    applicant=lambda mentor: masking.name(mentor.page.title),
    materials=lambda mentor: (),
    letters={"dismiss": DISMISSED},
    pages={name: f"mentor:{name}" for name in NEED_DATES},
    site=lambda mentor: mentor.page.get_site(),
)
