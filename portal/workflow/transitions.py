"""One line of a workflow's table: who may take a case from where to where, and what follows."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.dispatch import Signal

from portal.workflow.models import Step
from portal.workflow.parties import SYSTEM, Party
from portal.working_time.durations import Duration

TimeLimit = Duration | datetime | None
stepped = Signal()
"""Sent by the workflow with `moved`, in the transaction of a move and after its effects: for what stands beside the
kernel and follows every workflow, such as the desk's queue. What follows from one move is an effect in its table."""


class Clock(Enum):
    """What a move does to the deadlines of its case."""

    RESTART = "restart"
    """All go; those of the new state begin. The usual one."""
    KEEP = "keep"
    """Those that still apply in the new state go on."""
    SUSPEND = "suspend"
    """They stand still with what is left, until a move resumes them; those of the new state begin."""
    RESUME = "resume"
    """Those that stood still go on with what was left; those of the old state go."""


@dataclass(frozen=True)
class Moved:
    """What an effect gets to know: the case as it is now, the step, and what the caller handed over."""

    case: Any
    step: Step
    data: dict[str, Any]


Guard = Callable[[Any, Any], Any]
"""Of case and actor: a sentence why not, or nothing."""
Effect = Callable[[Moved], object]


@dataclass(eq=False, kw_only=True)
class Transition:
    """`answer = Transition({OPEN}, ANSWERED, by=(MENTOR,), label=_("答复"), public=_("导师已答复"))`.

    Without sources it is a beginning. `label` is on the button, `public` in the case's history. `by` names the
    parties, `unless` the guards, `article` the clause that the move rests on. `after` makes it a deadline: so long after
    the case came into one of the sources the system does it, unless something else came first. It is a time limit, a
    moment, or a function of the case that returns either, or None where there is no limit. `then` are effects in their
    order, in the same transaction.
    """

    sources: Collection[str] = field(kw_only=False)
    target: str = field(kw_only=False)
    by: tuple[Party, ...]
    label: Any
    public: Any
    unless: tuple[Guard, ...] = ()
    needs_note: bool = False
    article: str = ""
    after: TimeLimit | Callable[[Any], TimeLimit] = None
    clock: Clock = Clock.RESTART
    then: tuple[Effect, ...] = ()
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: Any) -> Any:
        return owner.move(self)

    def party_of(self, actor: Any, case: Any) -> Party | None:
        """As what the actor may do it; None for somebody who may not.

        Predicates are asked about people only; the system may do what names it or has a deadline.
        """
        if actor is SYSTEM:
            return SYSTEM if SYSTEM in self.by or self.after is not None else None
        return next((party for party in self.by if party.includes(actor, case)), None)

    def limit_for(self, case: Any) -> TimeLimit:
        """The time limit of this case."""
        return self.after(case) if callable(self.after) else self.after
