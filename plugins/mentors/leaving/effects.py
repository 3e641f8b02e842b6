"""What follows from a resignation's moves, in their transaction."""

from typing import Any

from django.utils.translation import gettext as _

from plugins.mentors.choices import ServingState
from plugins.mentors.leaving.handing_over import hand_over, still_open
from plugins.mentors.models import Mentor, Resignation
from plugins.mentors.workflows.service import MentorFlow
from portal.numbering.giving import next_number
from portal.workflow.engine import GUARD, Refused
from portal.workflow.parties import SYSTEM
from portal.workflow.transitions import Moved

SERIES = "DJ"


def has_open_work(resignation: Resignation, actor: Any) -> str:
    """A guard: nothing is left behind (P25)."""
    return still_open(resignation.mentor)


def has_nothing_open(resignation: Resignation, actor: Any) -> str:
    return "" if still_open(resignation.mentor) else _("没有需要移交的事项。")


def take_in(moved: Moved) -> None:
    """Give it its receipt number, and write down whom the mentor suggests."""
    resignation: Resignation = moved.case
    resignation.number = next_number(SERIES)
    resignation.save(update_fields=["number"])
    resignation.heirs.set(moved.data.get("heirs", ()))


def pass_on(moved: Moved) -> None:
    """Hand the item over that came with the move."""
    hand_over(moved.case.mentor, moved.data["item"], to=moved.data.get("to"), actor=moved.step.actor)


def end_service(moved: Moved) -> None:
    """The mentor is a former one: rights, lists and search end with this transaction; page and code stay (P16).

    Locks the mentor and looks again: what came in a moment ago has to be handed over first. Raises Refused.
    """
    mentor = Mentor.objects.select_for_update(no_key=True).get(pk=moved.case.mentor_id)
    if why := still_open(mentor):
        raise Refused(GUARD, why)
    if mentor.state != ServingState.FORMER:  # the term may have ended meanwhile
        mentor = MentorFlow.leave(mentor, actor=SYSTEM)
    moved.case.mentor = mentor
