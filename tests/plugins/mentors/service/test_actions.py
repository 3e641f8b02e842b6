"""Appointing, renewing, pausing, hiding, leaving: what is written, what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from plugins.mentors.actions.service import appoint, pause, renew, renew_each
from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.choices import CertificateStanding, ServingState
from plugins.mentors.models import Mentor, TermOfOffice
from plugins.mentors.rules import service
from plugins.mentors.rules.service import may_see_cases
from plugins.mentors.workflows.service import MentorFlow
from plugins.mentors.workload import Week, Workload, why_no_more
from portal.notices.models import Message
from portal.plugin.registry import registry
from portal.workflow.engine import Refused
from portal.workflow.parties import SYSTEM
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import today
from tests.factories.service import accepting, appointed

pytestmark = pytest.mark.django_db


def test_appointing_writes_term_certificate_history_deadline_and_notice(mentor, tutor) -> None:
    term = mentor.terms.get()
    assert (term.number, term.term_from, term.term_to) == (1, mentor.term_from, mentor.term_to)
    assert (term.holder, term.standing()) == ("尉迟青", CertificateStanding.VALID)
    assert term.certificate_number.startswith("PS-")
    assert [step.move for step in mentor.steps] == ["appoint"]
    assert [deadline.move for deadline in mentor.deadlines] == ["end_term"]
    assert Message.objects.get(person=tutor).notice == "mentors.appointed"


def test_nobody_has_two_records(mentor, tutor, clerk) -> None:
    term = {"term_from": today(), "term_to": today(365), "actor": clerk}
    with pytest.raises(Refused, match=mentor.code):
        appoint(page=MentorPageFactory(), user=tutor, **term)
    with pytest.raises(Refused, match=mentor.code):
        appoint(page=mentor.page, user=None, **term)


def test_terms_of_a_mentor_never_overlap_in_the_database(mentor) -> None:
    term = mentor.terms.get()
    again = TermOfOffice(
        mentor=mentor,
        number=2,
        term_from=term.term_to,
        term_to=None,
        holder="",
        certificate_number="PS-1",
        entered_at=term.entered_at,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    again.term_from += timedelta(days=1)
    again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        TermOfOffice.objects.filter(pk=again.pk).update(term_from=term.term_to)


def test_renewal_that_overlaps_is_refused_and_writes_nothing(mentor, clerk) -> None:
    with pytest.raises(Refused, match="不能重叠"):
        renew(mentor, actor=clerk, term_from=mentor.term_to, term_to=today(700))
    assert mentor.terms.count() == 1


def test_former_mentor_is_appointed_again_under_the_same_code(mentor, clerk) -> None:
    former = MentorFlow.dismiss(mentor, actor=clerk, note="另有安排")
    again = renew(former, actor=clerk, term_from=today(1), term_to=today(366))
    assert (again.state, again.code, again.term_number) == (ServingState.SERVING, mentor.code, 2)
    assert not again.is_serving(today())
    assert again.is_serving(today(1))


def test_many_are_renewed_each_for_itself_with_a_report(mentor, clerk) -> None:
    endless = appointed(term_to=None)
    outcome = renew_each([mentor, endless], actor=clerk, term_to=today(1000))
    assert outcome.renewed == [mentor]
    [(refused, reason)] = outcome.refused
    assert refused == endless
    assert "没有结束日" in reason
    assert mentor.terms.count() == 2


def test_pause_until_a_day_and_back_by_hand(mentor, tutor) -> None:
    paused = pause(mentor, actor=tutor, pause_from=today(), pause_to=today(9))
    assert paused.state == ServingState.PAUSED
    assert {deadline.move for deadline in paused.deadlines} == {"end_term", "resume"}
    back = MentorFlow.resume(paused, actor=tutor)
    assert (back.state, back.pause_to) == (ServingState.SERVING, None)
    assert {deadline.move for deadline in back.deadlines} == {"end_term"}


@pytest.mark.parametrize(
    ("begins", "ends", "reason"),
    [(-1, 5, "过去"), (5, 4, "早于"), (0, 90, "最多暂停 90 天")],
)
def test_pause_that_cannot_be_is_refused(mentor, tutor, begins, ends, reason) -> None:
    with pytest.raises(Refused, match=reason):
        pause(mentor, actor=tutor, pause_from=today(begins), pause_to=today(ends))


def test_hidden_page_is_gone_at_once_and_what_was_public_comes_back(mentor, tutor, clerk, client) -> None:
    mentor.page.save_revision().publish()
    mentor.refresh_from_db()
    address = mentor.page.url_path_on_site
    hidden = MentorFlow.hide(mentor, actor=tutor, note="家人被骚扰")
    assert client.get(address).status_code == 404
    assert not hasattr(Mentor.objects.get(), "listing")
    draft = Mentor.objects.get().page
    draft.headline = "还没审核的新介绍"
    draft.save_revision()
    MentorFlow.show(hidden, actor=clerk)
    html = client.get(address).content.decode()
    assert "把商业计划书改到投资人愿意看第二遍" in html
    assert "还没审核的新介绍" not in html
    assert Message.objects.filter(notice="mentors.hidden_clerk", person=clerk).exists()


def test_hidden_page_that_somebody_publishes_stays_hidden_until_it_is_shown(mentor, tutor, clerk) -> None:
    hidden = MentorFlow.hide(mentor, actor=tutor, note="核实中")
    page = Mentor.objects.get().page
    page.headline = "审核过的新介绍"
    page.save_revision().publish()
    assert not Mentor.objects.get().page.live
    MentorFlow.show(hidden, actor=clerk)
    page = Mentor.objects.get().page
    assert (page.live, page.headline) == (True, "审核过的新介绍")


def test_hidden_page_of_a_mentor_who_pauses_comes_back_paused(mentor, tutor, clerk) -> None:
    paused = pause(mentor, actor=tutor, pause_from=today(), pause_to=today(9))
    hidden = MentorFlow.hide(paused, actor=tutor, note="核实中")
    with pytest.raises(Refused, match="暂停期还没有结束"):
        MentorFlow.show(hidden, actor=clerk)
    back = MentorFlow.show_paused(hidden, actor=clerk)
    assert {deadline.move for deadline in back.deadlines} == {"end_term", "resume"}


def test_leaving_ends_the_term_today_and_takes_the_next_one_back(mentor, clerk) -> None:
    renewed = renew(mentor, actor=clerk, term_from=today(336), term_to=today(700))
    former = MentorFlow.leave(renewed, actor=SYSTEM)
    present, following = former.terms.get(number=1), former.terms.get(number=2)
    assert (present.last_day, former.term_to) == (today(), today())
    assert following.last_day < following.term_from
    for day in (today(), today(400)):
        assert following.standing(day) == CertificateStanding.ENDED_EARLY
    again = renew(former, actor=clerk, term_from=today(1), term_to=today(366))
    assert (again.term_number, again.term_from) == (3, today(1))


def test_corrected_term_moves_its_end(mentor, clerk) -> None:
    right = MentorFlow.correct_term(
        mentor, actor=clerk, note="写错年份", term_from=today(-30), term_to=today(30)
    )
    assert right.terms.get().term_to == right.term_to == today(30)
    assert right.deadlines.get().move == "end_term"


# Rights and limits ------------------------------------------------------------------------------------------------


def test_cases_are_seen_only_by_mentors_in_office_who_accepted_the_present_agreements(
    mentor, tutor, clerk, citizen, monkeypatch
) -> None:
    assert not may_see_cases(tutor)
    accepting(tutor)
    accepting(citizen)
    assert may_see_cases(tutor)
    assert not may_see_cases(citizen)
    with monkeypatch.context() as patch:
        patch.setattr(service, "AGREEMENTS", (replace(AGREEMENTS[0], version="2099-1"), *AGREEMENTS[1:]))
        assert not may_see_cases(tutor), "a new version asks everybody anew"
    MentorFlow.dismiss(mentor, actor=clerk, note="另有安排")
    assert not may_see_cases(tutor)


def test_weekly_cap_counts_what_plugins_bring(mentor, tutor, site, monkeypatch) -> None:
    asked: list[Week] = []

    def two(mentor: Mentor, week: Week) -> int:
        asked.append(week)
        return 2

    monkeypatch.setattr(registry["mentors"], "offers", {"mentors.workload": (Workload(two),)})
    assert why_no_more(mentor, site) == ""
    capped = MentorFlow.set_cap(mentor, actor=tutor, weekly_cap=2)
    assert "名额已满" in why_no_more(capped, site)
    assert asked[0].first.weekday() == 0
    assert Week.of(date(2026, 3, 11)).last == date(2026, 3, 15)
