"""Who may do what with a mentor's resignation: one predicate each for page, API and desk (A15)."""

from typing import Any

import rules

from plugins.mentors.models import Resignation
from plugins.mentors.rules.profile_change import keeps_own_page

REVIEW_RESIGNATION, SUPERVISE_RESIGNATION = "mentors.review_resignation", "mentors.supervise_resignation"


@rules.predicate
def resigns(user: Any, resignation: Resignation) -> bool:
    """Whether it is the person's own wish to leave, who is in office."""
    return bool(keeps_own_page(user, resignation.mentor))


@rules.predicate
def reviews_resignations(user: Any, resignation: Resignation | None = None) -> bool:
    """Whether deciding on resignations is the person's work; never on their own."""
    if not user.is_active or not user.has_perm(REVIEW_RESIGNATION):
        return False
    return resignation is None or resignation.mentor.user_id != user.pk


@rules.predicate
def supervises_resignations(user: Any, resignation: Resignation | None = None) -> bool:
    """Whether the person is told when a resignation waits too long."""
    return bool(user.is_active and user.has_perm(SUPERVISE_RESIGNATION))


@rules.predicate
def handles_resignation(user: Any, resignation: Resignation) -> bool:
    """Whether the person may open somebody else's resignation."""
    return bool(reviews_resignations(user, resignation) or supervises_resignations(user, resignation))


@rules.predicate
def reads_resignation(user: Any, resignation: Resignation) -> bool:
    """Whether the person may see the resignation; a mentor also after having left."""
    own = user.is_active and user.pk is not None and resignation.mentor.user_id == user.pk
    return bool(own or handles_resignation(user, resignation))
