"""What the moves of a mentor's service do besides changing the state; each in the transaction of its move."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from cms_pages.models import MentorPage
from cms_pages.personal_data.gate import PublicationRefused
from plugins.mentors.days import day_of
from plugins.mentors.leaving.handing_over import open_work
from plugins.mentors.models import Mentor, TermOfOffice
from plugins.mentors.settings import MentorSettings
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.numbering.giving import next_number
from portal.workflow.deadlines import set_limit
from portal.workflow.engine import GUARD, Refused
from portal.workflow.models import Deadline
from portal.workflow.parties import SYSTEM
from portal.workflow.transitions import Moved

CERTIFICATES = "PS"
DAY = date.resolution


# Terms -------------------------------------------------------------------------------------------------------------


def enter_first_term(moved: Moved) -> None:
    """The term that the mentor's own columns name gets its row and its certificate."""
    mentor = moved.case
    _enter(moved, mentor.term_number, mentor.term_from, mentor.term_to)


def enter_next_term(moved: Moved) -> None:
    """A term to follow the present one: `term_from` and `term_to` of the move."""
    begins, ends = _checked_term(moved)
    _enter(moved, _last_number(moved.case) + 1, begins, ends)


def begin_entered_term(moved: Moved) -> None:
    """The term that was entered to follow is the present one now."""
    _take_term(moved.case, TermOfOffice.objects.after(moved.case).first())


def begin_anew(moved: Moved) -> None:
    """A former mentor serves again: a new term, which is the present one at once."""
    begins, ends = _checked_term(moved)
    _take_term(moved.case, _enter(moved, _last_number(moved.case) + 1, begins, ends))


def correct_dates(moved: Moved) -> None:
    """The present term was entered wrongly: the row, the certificate and the mentor's columns get the right dates."""
    mentor, (begins, ends) = moved.case, _in_order(moved)
    following = TermOfOffice.objects.after(mentor).first()
    before = mentor.terms.held().filter(number__lt=mentor.term_number).first()
    if following and (ends is None or ends >= following.term_from):
        raise Refused(GUARD, _("下一聘期从 %s 开始，聘期不能重叠。") % following.term_from)
    if before and before.last_day and begins <= before.last_day:
        raise Refused(GUARD, _("上一聘期到 %s 结束，聘期不能重叠。") % before.last_day)
    mentor.terms.filter(number=mentor.term_number).update(term_from=begins, term_to=ends, reminded=None)
    mentor.term_from, mentor.term_to = begins, ends
    mentor.save(update_fields=["term_from", "term_to"])


def end_early(moved: Moved) -> None:
    """The present term ends today, and none that was entered to follow begins."""
    mentor, today = moved.case, day_of(moved.step.at)
    for term in mentor.terms.filter(number__gte=mentor.term_number, ended_on=None):
        if term.term_to is None or term.term_to > today:
            term.ended_on = max(today, term.term_from) if term.term_from <= today else term.term_from - DAY
            term.save(update_fields=["ended_on"])
    if mentor.term_from <= today and (mentor.term_to is None or mentor.term_to > today):
        mentor.term_to = today
        mentor.save(update_fields=["term_to"])


def _enter(moved: Moved, number: int, begins: date, ends: date | None) -> TermOfOffice:
    page = moved.case.page
    settings = MentorSettings.for_site(page.get_site())
    left = (ends - day_of(moved.step.at)).days if ends else None
    return TermOfOffice.objects.create(
        mentor=moved.case,
        number=number,
        term_from=begins,
        term_to=ends,
        holder=page.title,
        organisation=page.organisation,
        certificate_number=next_number(CERTIFICATES),
        entered_by=moved.step.actor,
        entered_at=moved.step.at,
        # Of a term that is shorter than a reminder's days nobody needs to be reminded on its first day.
        reminded=next((days for days in settings.reminder_days if left is not None and left <= days), None),
    )


def _take_term(mentor: Mentor, term: TermOfOffice | None) -> None:
    assert term is not None, "a term was entered to follow, otherwise nothing is due"
    mentor.term_number, mentor.term_from, mentor.term_to = term.number, term.term_from, term.term_to
    mentor.save(update_fields=["term_number", "term_from", "term_to"])


def _last_number(mentor: Mentor) -> int:
    last = mentor.terms.values_list("number", flat=True).first()
    return max(last or 0, mentor.term_number)


def _checked_term(moved: Moved) -> tuple[date, date | None]:
    """The dates that came with the move; they begin after everything that was entered so far."""
    begins, ends = _in_order(moved)
    last = moved.case.last_day
    if last is None:
        raise Refused(GUARD, _("现在的聘期没有结束日，无需续聘；请先更正聘期。"))
    if begins <= last:
        raise Refused(GUARD, _("新聘期须在 %s 之后开始，聘期不能重叠。") % last)
    return begins, ends


def _in_order(moved: Moved) -> tuple[date, date | None]:
    begins, ends = moved.data["term_from"], moved.data.get("term_to")
    if ends is not None and ends < begins:
        raise Refused(GUARD, _("聘期结束不能早于聘期开始。"))
    return begins, ends


# Pauses ------------------------------------------------------------------------------------------------------------


def pause_now(moved: Moved) -> None:
    """From today until `pause_to` of the move."""
    _write_pause(moved, day_of(moved.step.at), moved.data["pause_to"])


def plan_pause(moved: Moved) -> None:
    """From a later day, `pause_from` of the move, until `pause_to`."""
    begins = moved.data["pause_from"]
    if begins <= day_of(moved.step.at):
        raise Refused(GUARD, _("从今天开始暂停的，请直接暂停；预定的暂停须从明天以后开始。"))
    _write_pause(moved, begins, moved.data["pause_to"])


def forget_pause(moved: Moved) -> None:
    """No pause runs or is to come."""
    mentor = moved.case
    if mentor.pause_from is not None:
        mentor.pause_from = mentor.pause_to = None
        mentor.save(update_fields=["pause_from", "pause_to"])


def forget_past_pause(moved: Moved) -> None:
    """A pause that ended while the page was hidden is over; one that is still to come stays."""
    if moved.case.pause_to and moved.case.pause_to < day_of(moved.step.at):
        forget_pause(moved)


def _write_pause(moved: Moved, begins: date, ends: date) -> None:
    mentor = moved.case
    longest = MentorSettings.for_site(mentor.page.get_site()).longest_pause_days
    if ends < begins:
        raise Refused(GUARD, _("暂停结束不能早于暂停开始。"))
    if (ends - begins).days >= longest:
        raise Refused(GUARD, _("一次最多暂停 %d 天；更久不能服务的，请联系导师专员。") % longest)
    mentor.pause_from, mentor.pause_to = begins, ends
    mentor.save(update_fields=["pause_from", "pause_to"])


# The page ----------------------------------------------------------------------------------------------------------


def take_page_away(moved: Moved) -> None:
    """The page is not public any more, nor found; what the public read is remembered, and nothing else."""
    mentor, page, actor = moved.case, _page(moved.case), moved.step.actor
    if not page.live:
        return
    # The row of a page that is not public is its draft: what was public must be a version before it is taken away.
    mentor.hidden_revision = page.live_revision or page.save_revision(user=actor, clean=False)
    mentor.save(update_fields=["hidden_revision"])
    # The move has asked who may: whoever hides a page in an emergency need not be an approver of pages.
    UnpublishPageAction(page, user=actor).execute(skip_permission_checks=True)


def bring_page_back(moved: Moved) -> None:
    """What the public read before is public again; drafts stay drafts, also where nothing was public before.

    The publication gate may refuse.
    """
    mentor, page = moved.case, _page(moved.case)
    if mentor.hidden_revision and not page.live:
        _publish_again(mentor.hidden_revision, moved.step.actor)
    mentor.hidden_revision = None
    mentor.save(update_fields=["hidden_revision"])


def _publish_again(revision: Revision, actor: Any) -> None:
    try:
        revision.publish(user=actor, skip_permission_checks=True)
    except PublicationRefused as refusal:
        raise Refused(GUARD, _("不能发布：%s") % refusal) from refusal


def _page(mentor: Mentor) -> MentorPage:
    return MentorPage.objects.get(pk=mentor.page_id)


# Others ------------------------------------------------------------------------------------------------------------


def give_the_rest_to_the_desk(moved: Moved) -> None:
    """Whatever is open for a mentor whose office has ended is the desk's now: nobody's case waits for nobody (P26)."""
    for work in open_work(moved.case):
        work.handover.hand_over(moved.case, work.item, None, moved.step.actor)


def end_changes(moved: Moved) -> None:
    """What a mentor was still writing, or waiting for, of their page ends with the office."""
    for change in moved.case.profile_changes.open():
        ProfileChangeFlow.end(change, actor=SYSTEM)


def keep_cap(moved: Moved) -> None:
    """`weekly_cap` of the move; None goes back to the site's."""
    moved.case.weekly_cap = moved.data["weekly_cap"]
    moved.case.save(update_fields=["weekly_cap"])


def set_clocks(moved: Moved) -> None:
    """The deadlines follow what the effects before have written: they were set from the dates of before."""
    flow: Any = moved.step.workflow
    for name, row in flow.timed(moved.case.state).items():
        limit = row.limit_for(moved.case)
        if limit is None:
            Deadline.objects.of(moved.case).filter(move=name).delete()
        else:
            set_limit(moved, name, limit)
