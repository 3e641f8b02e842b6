"""What mentors ask for while in office, in every state, brought there by the workflows as in life."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from plugins.demo.seeding.content import read
from plugins.demo.seeding.mentors import with_account
from plugins.demo.seeding.past import ago
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
Step = Callable[[Any, Any, User, str], Any]


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
            yield _renewed(row, mentor, clerk)


def _change(row: dict[str, Any], clerk: User) -> ProfileChange:
    mentor = with_account(row["mentor"], row["username"])
    begun, *later = row["days"]
    with ago(begun, f"{row['mentor']} begins {begun}"):
        change = begin_change(mentor, actor=mentor.user)
        page = proposed_page(change)
        page.headline = row["headline"]
        change = write_change(change, page, actor=mentor.user, seen=change.revision_id or 0)
    return _brought(change, CHANGES[row["state"]], later, mentor.user, clerk, row.get("answer", ""))


def _resignation(row: dict[str, Any], clerk: User) -> Resignation:
    mentor = with_account(row["mentor"], row["username"])
    begun, *later = row["days"]
    with ago(begun, f"{row['mentor']} asks {begun}"):
        asked = ask_to_leave(mentor, actor=mentor.user, reason=row["reason"])
    return _brought(asked, RESIGNATIONS[row["state"]], later, mentor.user, clerk, row.get("answer", ""))


def _brought(case: Any, steps: Sequence[Step], days: Sequence[int], *words: Any) -> Any:
    """To its state, one step after the other."""
    for step, day in zip(steps, days, strict=True):
        with ago(day, f"{case} {step.__name__}"):
            case = step(case, *words)
    return case


def _renewed(row: dict[str, Any], mentor: Mentor, clerk: User) -> Mentor:
    begins = next_day(mentor)
    if begins is None:
        raise ValueError(f"the term of {mentor.code} has no end")
    with ago(row["days"][0], f"{mentor.code} renews"):
        return renew(mentor, actor=clerk, term_from=begins, term_to=begins + row["years"] * YEAR)


def _submitted(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.submit(change, actor=person)


def _returned(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.send_back(change, actor=clerk, note=answer)


def _lapsed(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.lapse(change, actor=SYSTEM)


def _approved(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.approve(change, actor=clerk)


def _rejected(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.reject(change, actor=clerk, note=answer)


def _withdrawn(change: ProfileChange, person: Any, clerk: User, answer: str) -> Any:
    return ProfileChangeFlow.withdraw(change, actor=person)


def _accepted(asked: Resignation, person: Any, clerk: User, answer: str) -> Any:
    return ResignationFlow.accept(asked, actor=clerk)


def _refused(asked: Resignation, person: Any, clerk: User, answer: str) -> Any:
    return ResignationFlow.refuse(asked, actor=clerk, note=answer)


def _taken_back(asked: Resignation, person: Any, clerk: User, answer: str) -> Any:
    return ResignationFlow.withdraw(asked, actor=person)


CHANGES: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "submitted": (_submitted,),
    "returned": (_submitted, _returned),
    "approved": (_submitted, _approved),
    "rejected": (_submitted, _rejected),
    "withdrawn": (_withdrawn,),
    "lapsed": (_submitted, _returned, _lapsed),
}
RESIGNATIONS: dict[str, tuple[Step, ...]] = {
    "submitted": (),
    "accepted": (_accepted,),
    "refused": (_refused,),
    "withdrawn": (_taken_back,),
}
"""By which steps a case comes into the state."""
