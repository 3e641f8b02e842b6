"""What mentors ask for while in office, in every state, brought there by the workflows as in life."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from plugins.demo.seeding.content import read
from plugins.demo.seeding.mentors import with_account
from plugins.mentors.actions.profile_change import begin_change, write_change
from plugins.mentors.actions.resignation import ask_to_leave
from plugins.mentors.actions.service import next_day, renew
from plugins.mentors.changing.content import proposed_page
from plugins.mentors.models import Mentor, ProfileChange, Resignation
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from plugins.mentors.workflows.resignation import ResignationFlow
from portal.accounts.models import User
from portal.workflow.parties import SYSTEM

YEAR = timedelta(days=365)


def seed_service() -> Iterator[Any]:
    """Make what is missing; mentors who have asked for something of the kind are left alone."""
    clerk, content = User.objects.get(username="clerk"), read("service")
    known = set(ProfileChange.objects.values_list("mentor__code", flat=True))
    for row in content["changes"]:
        if row["mentor"] not in known:
            yield _change(row, clerk)
    known = set(Resignation.objects.values_list("mentor__code", flat=True))
    for row in content["resignations"]:
        if row["mentor"] not in known:
            yield _resignation(row, clerk)
    for row in content["renewals"]:
        mentor = Mentor.objects.get(code=row["mentor"])
        if not mentor.steps.filter(move="renew").exists():
            yield _renewed(mentor, row["years"], clerk)


def _change(row: dict[str, Any], clerk: User) -> ProfileChange:
    mentor = with_account(row["mentor"], row["username"])
    change = begin_change(mentor, actor=mentor.user)
    page = proposed_page(change)
    page.headline = row["headline"]
    change = write_change(change, page, actor=mentor.user, seen=change.revision_id or 0)
    return CHANGES[row["state"]](change, mentor.user, clerk, row.get("answer", ""))


def _resignation(row: dict[str, Any], clerk: User) -> Resignation:
    mentor = with_account(row["mentor"], row["username"])
    asked = ask_to_leave(mentor, actor=mentor.user, reason=row["reason"])
    return RESIGNATIONS[row["state"]](asked, mentor.user, clerk, row.get("answer", ""))


def _renewed(mentor: Mentor, years: int, clerk: User) -> Mentor:
    begins = next_day(mentor)
    if begins is None:
        raise ValueError(f"the term of {mentor.code} has no end")
    return renew(mentor, actor=clerk, term_from=begins, term_to=begins + years * YEAR)


def _stays(case: Any, person: Any, clerk: User, answer: str) -> Any:
    return case


def _submitted(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.submit(change, actor=person)


def _returned(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    submitted = _submitted(change, person, clerk, answer)
    return ProfileChangeFlow.send_back(submitted, actor=clerk, note=answer)


def _lapsed(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.lapse(_returned(change, person, clerk, answer), actor=SYSTEM)


def _approved(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.approve(_submitted(change, person, clerk, answer), actor=clerk)


def _rejected(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.reject(_submitted(change, person, clerk, answer), actor=clerk, note=answer)


def _withdrawn(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.withdraw(change, actor=person)


def _accepted(asked: Resignation, person: Any, clerk: User, answer: str) -> Any:
    return ResignationFlow.accept(asked, actor=clerk)


def _refused(asked: Resignation, person: Any, clerk: User, answer: str) -> Any:
    return ResignationFlow.refuse(asked, actor=clerk, note=answer)


def _taken_back(asked: Resignation, person: Any, clerk: User, answer: str) -> Any:
    return ResignationFlow.withdraw(asked, actor=person)


CHANGES: dict[str, Callable[[ProfileChange, Any, User, str], Any]] = {
    "draft": _stays,
    "submitted": _submitted,
    "returned": _returned,
    "approved": _approved,
    "rejected": _rejected,
    "withdrawn": _withdrawn,
    "lapsed": _lapsed,
}
RESIGNATIONS: dict[str, Callable[[Resignation, Any, User, str], Any]] = {
    "submitted": _stays,
    "accepted": _accepted,
    "refused": _refused,
    "withdrawn": _taken_back,
}
