"""What mentors and clerks do about a resignation (A15)."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from plugins.mentors.leaving.handing_over import open_work
from plugins.mentors.models import Mentor, Resignation
from plugins.mentors.workflows.resignation import ResignationFlow
from portal.workflow.engine import STATE, Refused


def ask_to_leave(mentor: Mentor, *, actor: Any, reason: str, heirs: Iterable[Mentor] = ()) -> Resignation:
    """Hand in the wish to leave; a mentor has at most one open. Raises Refused."""
    try:
        with transaction.atomic():
            return ResignationFlow.ask(
                Resignation(mentor=mentor, reason=reason), actor=actor, heirs=list(heirs)
            )
    except IntegrityError as error:
        raise Refused(STATE, _("你已有一份待审核的解聘申请。")) from error


def hand_over(
    resignation: Resignation, *, item: str, to: Mentor | None, actor: Any, version: int
) -> Resignation:
    """Give one thing that is still open to a peer, or to the desk; the step says which and to whom. Raises Refused."""
    label = next((work.label for work in open_work(resignation.mentor) if work.key == item), item)
    note = _("%(item)s，移交给%(to)s") % {"item": label, "to": to or _("服务台")}
    return ResignationFlow.hand_over(resignation, actor=actor, version=version, note=note, item=item, to=to)
