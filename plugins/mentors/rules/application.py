"""Who may do what with an application to become a mentor: one predicate each for page, API, file and menu."""

from typing import Any

import rules

from plugins.mentors.choices import ServingState
from plugins.mentors.models import Application, Mentor

CHECK, ENTER_TERM, SUPERVISE = (
    "mentors.check_application",
    "mentors.enter_term",
    "mentors.supervise_application",
)


@rules.predicate
def is_applicant(user: Any, application: Application) -> bool:
    """Whether the application is the person's own."""
    return bool(user.is_authenticated and user.pk == application.applicant_id)


@rules.predicate
def checks_applications(user: Any, application: Application | None = None) -> bool:
    """Whether checking the material is the person's work; never that of their own application."""
    return _works(user, CHECK, application)


@rules.predicate
def enters_terms(user: Any, application: Application | None = None) -> bool:
    """Whether entering the term is the person's work."""
    return _works(user, ENTER_TERM, application)


@rules.predicate
def supervises_applications(user: Any, application: Application | None = None) -> bool:
    """Whether the person is asked when an application is late, or is to be returned once more."""
    return _works(user, SUPERVISE, application)


@rules.predicate
def handles_applications(user: Any, application: Application | None = None) -> bool:
    """Whether the person has anything to do with other people's applications; drafts are nobody's business."""
    if application is not None and application.submitted_at is None:
        return False
    return any(
        rule(user, application) for rule in (checks_applications, enters_terms, supervises_applications)
    )


@rules.predicate
def reads_application(user: Any, application: Application) -> bool:
    """Whether the person may read an application and its files."""
    return is_applicant(user, application) or handles_applications(user, application)


@rules.predicate
def fills_in_application(user: Any, application: Application) -> bool:
    """Whether the person may change what is filled in, and its files."""
    return is_applicant(user, application) and application.is_editable


@rules.predicate
def may_apply(user: Any) -> bool:
    """Whether the person may begin an application: no mentor is appointed twice at the same time."""
    return bool(user.is_authenticated and not is_mentor_now(user))


def is_mentor_now(user: Any) -> bool:
    """Whether the person is appointed, also while they take a break."""
    return Mentor.objects.filter(user=user.pk).exclude(state=ServingState.FORMER).exists()


def _works(user: Any, permission: str, application: Application | None) -> bool:
    if not user.is_active or not user.has_perm(permission):
        return False
    return application is None or application.applicant_id != user.pk
