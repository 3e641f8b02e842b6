"""Who may do what with a change of a mentor's page: one predicate each for page, API and desk (A14)."""

from typing import Any

import rules

from plugins.mentors.models import Mentor, ProfileChange

REVIEW_CHANGE, SUPERVISE_CHANGE = "mentors.review_change", "mentors.supervise_change"


@rules.predicate
def keeps_own_page(user: Any, mentor: Mentor | None) -> bool:
    """Whether the mentor is the person, and in office: a break is no reason not to write, having left is."""
    return bool(
        mentor is not None
        and user.is_active
        and user.pk is not None
        and mentor.user_id == user.pk
        and not mentor.has_left()
    )


@rules.predicate
def writes_change(user: Any, change: ProfileChange) -> bool:
    """Whether the change is the person's own, who is in office."""
    return bool(keeps_own_page(user, change.mentor))


@rules.predicate
def adds_evidence(user: Any, change: ProfileChange) -> bool:
    """Whether the person may add papers to the change, or take them away: as long as they may write it."""
    return change.is_editable and bool(writes_change(user, change))


@rules.predicate
def reviews_changes(user: Any, change: ProfileChange | None = None) -> bool:
    """Whether deciding on changes is the person's work; never on their own."""
    if not user.is_active or not user.has_perm(REVIEW_CHANGE):
        return False
    return change is None or change.mentor.user_id != user.pk


@rules.predicate
def supervises_changes(user: Any, change: ProfileChange | None = None) -> bool:
    """Whether the person is told when a change waits too long."""
    return bool(user.is_active and user.has_perm(SUPERVISE_CHANGE))


@rules.predicate
def handles_change(user: Any, change: ProfileChange) -> bool:
    """Whether the person may open somebody else's change; what was never handed in is nobody's business."""
    return change.number is not None and bool(
        reviews_changes(user, change) or supervises_changes(user, change)
    )


@rules.predicate
def reads_change(user: Any, change: ProfileChange) -> bool:
    """Whether the person may see the change; a mentor also after having left."""
    return bool(user.is_active and change.mentor.user_id == user.pk) or bool(handles_change(user, change))


@rules.predicate
def hides_page(user: Any, mentor: Mentor) -> bool:
    """Whether the person may take the page away at once: the mentor, and those whose work it is to decide on it."""
    own = user.is_active and user.pk is not None and mentor.user_id == user.pk
    return bool(own or (user.is_active and user.has_perm(REVIEW_CHANGE)))
