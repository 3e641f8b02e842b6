"""What mentors and clerks do with a mentor's page: begin and write a change, take the page away at once (A14)."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.models import MentorPage
from plugins.mentors.changing.content import forget_passing_versions, keep
from plugins.mentors.changing.publishing import bring_up_to_date
from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.rules.profile_change import writes_change
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from plugins.mentors.workflows.service import MentorFlow
from portal import clock
from portal.audit.recording import record
from portal.audit.table import Action
from portal.workflow.engine import ACTOR, CHANGED, STATE, Refused

PASSING = timedelta(minutes=10)
"""As old a version may be to give way to the one that is kept while its writer goes on typing."""
PAGE_HIDDEN = Action("mentors.page_hidden", gettext_lazy("立即隐藏导师展示页"))
PAGE_SHOWN = Action("mentors.page_shown", gettext_lazy("恢复导师展示页"))


def begin_change(mentor: Mentor, *, actor: Any) -> ProfileChange:
    """The mentor's open change, begun unless there is one. Raises Refused."""
    try:
        with transaction.atomic():
            return ProfileChangeFlow.begin(ProfileChange(mentor=mentor), actor=actor)
    except IntegrityError:
        return mentor.profile_changes.open().get()


@transaction.atomic
def write_change(
    change: ProfileChange, page: MentorPage, *, actor: Any, seen: int, in_passing: bool = False
) -> ProfileChange:
    """Keep the page in memory as what the mentor wants; earlier versions stay in the database, save those of the last
    minutes where it is kept `in_passing`, while the mentor types.

    `seen` is the key of the version that the person had before them. Raises Refused, with the code "changed" where
    another window has written meanwhile.
    """
    current = ProfileChangeFlow.locked(change.pk)
    if not writes_change(actor, current):
        raise Refused(ACTOR, _("只有导师本人可以修改。"))
    if not current.is_editable:
        words = {"state": ProfileChangeFlow.public[current.state]}
        raise Refused(STATE, _("现在是“%(state)s”，不能再修改；要改请先“撤回修改”。") % words)
    if current.revision_id != seen:
        raise Refused(CHANGED, _("你在另一个窗口或设备上又保存过。你刚才填写的内容都在下面，还没有保存。"))
    current.revision = keep(current, page, user=actor)
    current.save(update_fields=["revision"])
    bring_up_to_date(current, actor=actor)
    if in_passing:
        forget_passing_versions(current, since=clock.read() - PASSING)
    return current


@transaction.atomic
def hide_page(mentor: Mentor, *, actor: Any, reason: str) -> Mentor:
    """Take the mentor's page away from the public at once: page, lists and search in this transaction.

    The mentor stays in office; card and code lead nowhere until the page is shown again. Raises Refused.
    """
    move = MentorFlow.hide_history if mentor.state == ServingState.FORMER else MentorFlow.hide
    hidden: Mentor = move(mentor, actor=actor, note=reason)
    record(PAGE_HIDDEN, object=mentor, subject=mentor.user_id, details=reason)
    return hidden


@transaction.atomic
def show_page(mentor: Mentor, *, actor: Any) -> Mentor:
    """Show a hidden page again as it was; what is waiting for review stays waiting. Raises Refused."""
    move = MentorFlow.show_paused if mentor.is_pausing() else MentorFlow.show
    if mentor.state == ServingState.FORMER:
        move = MentorFlow.show_history
    shown: Mentor = move(mentor, actor=actor)
    record(PAGE_SHOWN, object=mentor, subject=mentor.user_id)
    return shown
