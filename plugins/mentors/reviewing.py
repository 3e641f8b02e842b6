"""Applications as experts judge them: what the plugin `reviews` is told, and what its outcome does (A4)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plugins.mentors.applying.answers import answers_for_experts
from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.workflows.appointment import AppointmentFlow
from plugins.reviews.base import Decision, ReviewKind
from portal.workflow.parties import SYSTEM


def waiting() -> "QuerySet[Application]":
    return Application.objects.filter(state=ApplicationState.AWAITING_REVIEW)


def begun(application: Application, actor: Any) -> None:
    """It is in a round now; who put it there stands in the round's record."""
    AppointmentFlow.begin_review(application, actor=SYSTEM)


def released(application: Application, actor: Any) -> None:
    """It waits for another round, unless it left because it was withdrawn."""
    if application.state == ApplicationState.IN_REVIEW:
        AppointmentFlow.leave_review(application, actor=SYSTEM)


def decided(application: Application, decision: Decision, actor: Any) -> None:
    """The term is entered next, or the applicant is told why not."""
    move = AppointmentFlow.review_passed if decision.passed else AppointmentFlow.review_failed
    note = _("%(round)s：%(reason)s") % {"round": decision.round_title, "reason": decision.reason}
    move(application, actor=SYSTEM, note=note)


def organisations(application: Application) -> Sequence[str]:
    return [application.organisation] if application.organisation else []


def content(application: Application) -> list[tuple[str, Sequence[str]]]:
    """What experts read of it on the page, line by line."""
    return [
        (answer.label, answer.lines) for part in answers_for_experts(application) for answer in part.answers
    ]


MENTOR_REVIEW = ReviewKind(
    slug="mentors",
    label=gettext_lazy("导师申请评审"),
    model=Application,
    waiting=waiting,
    title=lambda application: application.name,
    people=lambda application: [application.applicant_id],
    organisations=organisations,
    template="mentors/applying/review_case.html",
    content=content,
    begun=begun,
    decided=decided,
    released=released,
)
