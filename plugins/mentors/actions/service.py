"""Verbs of a mentor's service: appoint, renew, pause, remind. Everything goes through `MentorFlow`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from cms_pages.models import MentorIndexPage, MentorPage
from plugins.mentors import days
from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor, TermOfOffice
from plugins.mentors.notices.service import TERM_ENDING, TERM_ENDING_CLERK
from plugins.mentors.settings import MentorSettings
from plugins.mentors.workflows.service import MentorFlow
from portal.notices.telling import notify
from portal.plugin.registry import registry
from portal.workflow.engine import GUARD, Refused
from portal.workflow.parties import SYSTEM

BATCH = 500


def appoint(
    *,
    page: MentorPage,
    user: Any,
    term_from: date,
    term_to: date | None,
    actor: Any,
    appointed_on: date | None = None,
    code: str = "",
    term_number: int = 1,
) -> Mentor:
    """Make the page's person a mentor for a term; `user` is their account, or None where it is not known yet.

    The first term with its certificate, the deadline at its end and the notice that asks to accept the agreements are
    written with it. Call it before the page is published: a public page without a record gets one of its own. Where the
    person's former record is to go on, with its page and code, `renew` that one instead. Raises Refused.
    """
    _refuse_second_record(page, user)
    mentor = Mentor(
        page=page,
        user=user,
        state="",
        code=code,
        appointed_on=appointed_on or term_from,
        term_from=term_from,
        term_to=term_to,
        term_number=term_number,
    )
    mentor.clean()
    try:
        with transaction.atomic():
            appointed: Mentor = MentorFlow.appoint(mentor, actor=actor)
    except IntegrityError as error:  # somebody else was quicker
        _refuse_second_record(page, user)
        raise error from None
    return appointed


@transaction.atomic
def appoint_new(
    *,
    section: MentorIndexPage,
    title: str,
    organisation: str,
    position: str,
    term_from: date,
    term_to: date | None,
    actor: Any,
) -> Mentor:
    """A draft page with its first revision, and the appointment. Raises Refused."""
    page = MentorPage(live=False, owner=actor, title=title, organisation=organisation, position=position)
    section.add_child(instance=page)
    page.save_revision(user=actor, clean=False)
    return appoint(page=page, user=None, term_from=term_from, term_to=term_to, actor=actor)


def renew(
    mentor: Mentor,
    *,
    actor: Any,
    term_from: date,
    term_to: date | None,
    note: str = "",
    version: int | None = None,
) -> Mentor:
    """Enter the next term: of a mentor in office to follow the present one, of a former one at once. Raises Refused."""
    moves = {ServingState.PAUSED: MentorFlow.renew_paused, ServingState.FORMER: MentorFlow.reappoint}
    move = moves.get(ServingState(mentor.state), MentorFlow.renew)
    renewed: Mentor = move(
        mentor, actor=actor, note=note, version=version, term_from=term_from, term_to=term_to
    )
    return renewed


def next_day(mentor: Mentor) -> date | None:
    """The first day on which a new term may begin; None where the last one has no end."""
    last = mentor.last_day
    return last + timedelta(days=1) if last else None


@dataclass(frozen=True)
class Renewals:
    """What became of a batch: mentors who have a new term, and a sentence for each who has none."""

    renewed: Sequence[Mentor]
    refused: Sequence[tuple[Mentor, str]]


def renew_each(mentors: Iterable[Mentor], *, actor: Any, term_to: date) -> Renewals:
    """A new term for each, from the day after the last one; each stands alone, so that one refusal stops no other."""
    renewed: list[Mentor] = []
    refused: list[tuple[Mentor, str]] = []
    for mentor in mentors:
        begins = next_day(mentor)
        try:
            if begins is None:
                raise Refused(GUARD, _("现在的聘期没有结束日，无需续聘；请先更正聘期。"))
            renewed.append(renew(mentor, actor=actor, term_from=begins, term_to=term_to))
        except Refused as refusal:
            refused.append((mentor, refusal.sentence))
    return Renewals(renewed, refused)


def pause(
    mentor: Mentor,
    *,
    actor: Any,
    pause_from: date,
    pause_to: date,
    note: str = "",
    version: int | None = None,
) -> Mentor:
    """Take no new requests for some days: at once where they begin today, else by itself on the first of them."""
    given = {"actor": actor, "note": note, "version": version}
    if pause_from < days.today():
        raise Refused(GUARD, _("暂停不能从过去的日子开始。"))
    if pause_from == days.today():
        paused: Mentor = MentorFlow.pause(mentor, pause_to=pause_to, **given)
        return paused
    planned: Mentor = MentorFlow.plan_pause(mentor, pause_from=pause_from, pause_to=pause_to, **given)
    return planned


def keep_hidden(page: MentorPage) -> None:
    """A page that was hidden stays so when somebody publishes it; what was published then is what comes back (P24)."""
    hidden = Mentor.objects.filter(page_id=page.pk, state=ServingState.HIDDEN)
    if hidden.update(hidden_revision=page.live_revision_id):
        UnpublishPageAction(page).execute(skip_permission_checks=True)


def remind_of_ends() -> int:
    """Tell mentors and clerks of terms that end soon; returns how many terms were spoken of.

    Each reminder once, however many do this at once: whoever notes it on the term sends it. Of several that are due,
    after days without service, only the latest is sent.
    """
    today, told = days.today(), 0
    for site in registry.sites_with(MentorSettings.plugin):
        for ahead in MentorSettings.for_site(site).reminder_days:
            for key in _ending(today, ahead).filter(mentor__page__path__startswith=site.root_page.path):
                told += _remind(key, ahead)
    return told


def take_over() -> int:
    """Make cases of mentors who were written before, or past, the workflow; returns how many. Safe to repeat.

    They get their history's first step, their term's row and the deadline at its end. Nobody who has left is told.
    """
    taken = 0
    keys = Mentor.objects.filter(version=0).order_by("pk").values_list("pk", flat=True)
    for key in keys.iterator(chunk_size=BATCH):
        with transaction.atomic():
            mentor = MentorFlow.locked(key, skip_locked=True)
            if mentor is not None and mentor.version == 0:
                _take_over(mentor)
                taken += 1
    return taken


def _refuse_second_record(page: MentorPage, user: Any) -> None:
    """A page has one record; so has a person in office. A former record without its person stays as history (P16)."""
    same = Q(page_id=page.pk)
    if user is not None:
        Mentor.objects.filter(user=user, state=ServingState.FORMER).exclude(page_id=page.pk).update(user=None)
        same |= Q(user=user)
    known = Mentor.objects.filter(same).first()
    if known is not None:
        raise Refused(GUARD, _("已有聘任记录，名片编号 %s；再次聘任请在原记录上办理。") % known.code)


def _ending(today: date, ahead: int) -> Any:
    """The present terms that end within so many days, nothing follows, and nobody was told of it yet."""
    following = TermOfOffice.objects.filter(mentor=OuterRef("mentor"), number__gt=OuterRef("number"))
    terms = TermOfOffice.objects.exclude(mentor__state=ServingState.FORMER).filter(
        _not_yet(ahead),
        ~Exists(following),
        number=F("mentor__term_number"),
        ended_on=None,
        term_to__range=(today, today + timedelta(days=ahead)),
    )
    return terms.order_by("term_to", "pk").values_list("pk", flat=True)


def _not_yet(ahead: int) -> Q:
    return Q(reminded=None) | Q(reminded__gt=ahead)


@transaction.atomic
def _remind(key: int, ahead: int) -> bool:
    noted = TermOfOffice.objects.filter(_not_yet(ahead), pk=key).update(reminded=ahead)
    if noted:
        mentor = Mentor.objects.select_related("page", "user").get(terms=key)
        notify(TERM_ENDING, mentor)
        notify(TERM_ENDING_CLERK, mentor)
    return bool(noted)


def _take_over(mentor: Mentor) -> None:
    state, gone = mentor.state, mentor.has_left(days.today())
    mentor.state = ""
    mentor = MentorFlow.appoint(mentor, actor=SYSTEM, silent=gone)
    if gone:
        MentorFlow.leave(mentor, actor=SYSTEM)
    elif state == ServingState.PAUSED:
        MentorFlow.begin_pause(mentor, actor=SYSTEM)
