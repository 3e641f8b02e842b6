"""What is open for a mentor in all plugins, and handing it to somebody else."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from plugins.mentors.base import Handover, OpenItem
from plugins.mentors.engaging import engage
from plugins.mentors.models import Mentor
from portal.plugin.registry import registry
from portal.workflow.engine import GUARD, Refused

POINT = "mentors.handovers"
NAMED = 3
"""How many of the open items a refusal names."""


@dataclass(frozen=True)
class OpenWork:
    """An open item with its kind. `key` names it among all that is open for the mentor."""

    handover: Handover
    item: OpenItem

    @property
    def key(self) -> str:
        return f"{self.handover.slug}:{self.item.key}"

    @property
    def label(self) -> str:
        """Its kind and what it is about."""
        return _("%(kind)s：%(title)s") % {"kind": self.handover.label, "title": self.item.title}


def open_work(mentor: Mentor) -> list[OpenWork]:
    """Everything that waits for the mentor, by kind; also in plugins that are switched off, whose cases go on."""
    handovers: list[Handover] = registry.offered(POINT)
    return [OpenWork(handover, item) for handover in handovers for item in handover.open(mentor)]


def still_open(mentor: Mentor) -> str:
    """Why the mentor cannot leave yet, as a sentence; "" when nothing is open."""
    works = open_work(mentor)
    if not works:
        return ""
    named = _("、").join(work.label for work in works[:NAMED])
    more = _("等") if len(works) > NAMED else ""
    words = {"number": len(works), "named": named, "more": more}
    return _("还有 %(number)d 项没有办结或移交：%(named)s%(more)s。") % words


def hand_over(mentor: Mentor, key: str, *, to: Mentor | None, actor: Any) -> OpenWork:
    """Give one open item to a peer, or to the desk, in the caller's transaction; returns what was given.

    Raises Refused where the item is no longer open, or the peer cannot take it.
    """
    work = next((work for work in open_work(mentor) if work.key == key), None)
    if work is None:
        raise Refused(GUARD, _("这一项已经办结或移交。"))
    if to is not None and to.pk == mentor.pk:
        raise Refused(GUARD, _("不能移交给本人。"))
    work.handover.hand_over(mentor, work.item, engage(to.pk) if to else None, actor)
    return work
