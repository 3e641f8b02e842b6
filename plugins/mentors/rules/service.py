"""Who may do what about a mentor's service, and what serving mentors may see (A13)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.models import Mentor
from portal.privacy.consents import Standing
from portal.privacy.models import GivenConsent
from portal.workflow.parties import Party

HANDLE = "mentors.change_mentor"


def handles_mentors(user: Any, mentor: Mentor | None = None) -> bool:
    """Whether mentors' terms are the user's work; never their own."""
    return bool(user.has_perm(HANDLE)) and (mentor is None or not is_own(user, mentor))


def is_own(user: Any, mentor: Mentor) -> bool:
    """Whether the user is the mentor."""
    return bool(mentor.user_id) and user.pk == mentor.user_id


def may_see_service(user: Any, mentor: Mentor) -> bool:
    """Whether the user may open the mentor's service: it is their own, or their work."""
    return is_own(user, mentor) or handles_mentors(user)


def mentor_of(user: Any) -> Mentor | None:
    """The user's own record, also of a former mentor."""
    if not user.is_authenticated:
        return None
    return Mentor.objects.select_related("page").filter(user_id=user.pk).first()


def has_been_mentor(user: Any) -> bool:
    """Whether the user is or was a mentor: they have a page about their service."""
    return bool(user.is_authenticated) and Mentor.objects.filter(user_id=user.pk).exists()


def agreements_of(user: Any) -> list[Standing]:
    """Each agreement in its present version, with what the user has said to it; one query."""
    keys = [agreement.key for agreement in AGREEMENTS]
    given = {row.key: row for row in GivenConsent.objects.standing().filter(person_id=user.pk, key__in=keys)}
    return [Standing(agreement, given.get(agreement.key), asked=False) for agreement in AGREEMENTS]


def has_accepted_agreements(user: Any) -> bool:
    """Whether the user has said yes to the present version of each agreement; one query."""
    return all(standing.is_current for standing in agreements_of(user))


def may_see_cases(user: Any) -> bool:
    """Whether the user may see what people ask mentors: a mentor in office who has accepted norms and confidentiality.

    Asked at every request: rights end with the term, not with a pause, and with a new version of an agreement.
    """
    mentor = mentor_of(user)
    return mentor is not None and mentor.is_in_office() and has_accepted_agreements(user)


CLERK = Party("clerk", _("导师专员"), handles_mentors)
MENTOR = Party("mentor", _("导师本人"), is_own)
