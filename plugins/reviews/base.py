"""What a plugin declares so that its cases can be judged by experts.

    MENTOR_REVIEW = ReviewKind(
        slug="mentors",
        label=_("导师申请评审"),
        model=Application,
        waiting=lambda: Application.objects.filter(state=IN_REVIEW),
        title=lambda case: case.name,
        people=lambda case: [case.applicant_id],
        organisations=lambda case: [case.employer],
        template="mentors/review_case.html",
        materials=lambda case: [case],
        begun=begin_review,
        decided=take_decision,
        released=back_to_waiting,
    )

    class Mentors(Plugin):
        requires = ("reviews",)
        offers = {"reviews.kinds": (MENTOR_REVIEW,)}

The predicate that guards the files of a case asks `plugins.reviews.rules.may_review(user, case)` besides its own, so
that experts can read them while they may. A case that is withdrawn leaves its round by
`plugins.reviews.actions.take_out(case, actor=…, reason=…)`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from portal.workflow.models import Case


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What came of a review. `score` is the mean of the experts' weighted totals, 0 to 5; None where nobody scored."""

    passed: bool
    reason: str
    round_title: str
    score: Decimal | None = None


def nothing(*args: Any) -> object:
    """No further consequence."""
    return None


@dataclass(frozen=True, kw_only=True)
class ReviewKind:
    """One kind of cases that experts judge.

    `slug` is permanent; `waiting` gives the cases that may be put into a round now. Experts know a case by `number`
    alone until they have signed the declaration for the round; then by `title` and `template`, which gets `case`.
    `content` tells programs what the template shows people: each thing said, with its lines.
    `people` are the keys of the accounts whose own case it is, `organisations` employers, firms and the like: an expert
    who is among the ones or belongs to one of the others never gets the case. `materials` are the objects whose
    attachments experts read.

    `begun(case, actor)` is called when the case is put into a round, `decided(case, decision, actor)` with the outcome,
    `released(case, actor)` when it leaves the round without one and may wait for another: each in the transaction of what it
    tells, so that an exception undoes both. The case is the row as it is then; the actor is a person or
    `portal.workflow.parties.SYSTEM`.
    """

    slug: str
    label: Any
    model: type[Case]
    waiting: Callable[[], QuerySet[Any]]
    title: Callable[[Any], str]
    number: Callable[[Any], str] = attrgetter("number")
    people: Callable[[Any], Collection[int]]
    organisations: Callable[[Any], Collection[str]]
    template: str
    content: Callable[[Any], Sequence[tuple[str, Sequence[str]]]] = lambda case: ()
    materials: Callable[[Any], Sequence[Any]] = lambda case: (case,)
    begun: Callable[[Any, Any], object] = nothing
    decided: Callable[[Any, Decision, Any], object]
    released: Callable[[Any, Any], object] = nothing
