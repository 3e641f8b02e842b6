"""The table of an application: every state, move and person; the clocks; what a move leaves behind."""

from datetime import timedelta

import pytest

from cms_pages.models import MentorPage
from plugins.mentors.actions.application import appoint, hand_in
from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application, Mentor
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal import clock
from portal.notices.models import Message
from portal.workflow.engine import ACTOR, GUARD, NOTE, Refused
from portal.workflow.parties import SYSTEM
from portal.workflow.testing import WorkflowContract
from portal.workflow.timers import run_due
from tests.factories import applications
from tests.factories.applications import TERM

SECOND = timedelta(seconds=1)


class TestAppointmentFlow(WorkflowContract):
    workflow = AppointmentFlow
    data = {"appoint": TERM}

    @pytest.fixture
    def case(self, applicant, site):
        return applications.filled(applicant, site)

    @pytest.fixture
    def people(self, applicant, clerk, supervisor):
        return {"applicant": applicant, "checker": clerk, "term_clerk": clerk, "supervisor": supervisor}


def told(application: Application) -> list[str]:
    return list(Message.objects.filter(about_id=application.pk).values_list("notice", flat=True))


def test_number_is_given_when_it_is_handed_in(draft, applicant) -> None:
    assert draft.number == ""
    handed_in = hand_in(draft, actor=applicant)
    assert handed_in.number.startswith("DS-")
    assert handed_in.submitted_at == handed_in.steps.last().at
    assert told(handed_in) == ["mentors.application_received"]


def test_nothing_unfinished_is_handed_in(draft, applicant) -> None:
    Application.objects.filter(pk=draft.pk).update(headline="", pledge="")
    draft.refresh_from_db()
    with pytest.raises(Refused) as refused:
        hand_in(draft, actor=applicant)
    assert refused.value.code == GUARD
    assert "擅长领域" in refused.value.sentence
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (ApplicationState.DRAFT, "")


def test_clerk_does_not_check_their_own_application(clerk, site) -> None:
    own = applications.handed_in(clerk, site)
    with pytest.raises(Refused) as refused:
        AppointmentFlow.pass_check(own, actor=clerk)
    assert refused.value.code == ACTOR


def test_rejection_says_why_and_by_which_clause(handed_in, clerk) -> None:
    with pytest.raises(Refused) as refused:
        AppointmentFlow.reject(handed_in, actor=clerk)
    assert refused.value.code == NOTE
    AppointmentFlow.reject(handed_in, actor=clerk, note="经历与领域无关。")
    letter = Message.objects.get(notice="mentors.application_rejected").body
    assert "经历与领域无关。" in letter
    assert "平台手册第一部分第 3 条" in letter


def test_passing_tells_that_experts_come_next(handed_in, clerk) -> None:
    applications.passed(handed_in, clerk)
    assert "即将进行专家评审" in Message.objects.get(notice="mentors.application_passed_check").body


def test_return_tells_every_defect_at_once(handed_in, clerk) -> None:
    with pytest.raises(Refused) as refused:
        AppointmentFlow.send_back(handed_in, actor=clerk)
    assert "逐项审核" in refused.value.sentence
    applications.returned(handed_in, clerk, portrait="照片看不清", employer="没有加盖公章")
    letter = Message.objects.get(notice="mentors.application_returned").body
    assert "1. 本人照片：照片看不清" in letter
    assert "2. 单位证明：没有加盖公章" in letter


def test_nothing_passes_with_a_point_that_does_not_fit(handed_in, clerk) -> None:
    applications.checked(handed_in, clerk, {"employer": "没有加盖公章"})
    with pytest.raises(Refused) as refused:
        AppointmentFlow.pass_check(handed_in, actor=clerk)
    assert "单位证明" in refused.value.sentence


def test_returned_application_is_handed_in_again_only_when_something_was_mended(
    handed_in, clerk, applicant
) -> None:
    returned = applications.returned(handed_in, clerk)
    with pytest.raises(Refused) as refused:
        hand_in(returned, actor=applicant)
    assert "证明材料" in refused.value.sentence
    assert applications.corrected(returned).state == ApplicationState.CHECKING


def test_second_return_needs_a_managers_consent(handed_in, clerk, supervisor) -> None:
    again = applications.corrected(applications.returned(handed_in, clerk))
    applications.checked(again, clerk, {"portrait": "照片看不清"})
    with pytest.raises(Refused) as refused:
        AppointmentFlow.send_back(again, actor=clerk)
    assert refused.value.code == GUARD
    with pytest.raises(Refused):
        AppointmentFlow.consent_to_return(again, actor=clerk, note="再退一次")
    allowed = AppointmentFlow.consent_to_return(again, actor=supervisor, note="补的证明仍看不清。")
    twice = AppointmentFlow.send_back(allowed, actor=clerk)
    assert (twice.state, twice.returns) == (ApplicationState.RETURNED, 2)


def test_review_leads_to_the_term_or_to_an_end_with_the_reason(applicant, site, clerk) -> None:
    waiting = applications.awaiting_review(applicant, site, clerk)
    in_review = AppointmentFlow.begin_review(waiting, actor=SYSTEM)
    failed = AppointmentFlow.review_failed(in_review, actor=SYSTEM, note="第一批：领域已饱和")
    assert failed.state == ApplicationState.REJECTED
    assert "领域已饱和" in Message.objects.get(notice="mentors.application_rejected").body


def test_appointment_publishes_the_page_and_makes_the_mentor(applicant, site, clerk) -> None:
    appointed = appoint(applications.entering_term(applicant, site, clerk), actor=clerk, **TERM)
    mentor = Mentor.objects.get(user=applicant)
    page = MentorPage.objects.get(mentor=mentor)
    assert (appointed.state, appointed.mentor) == (ApplicationState.APPOINTED, mentor)
    assert (mentor.term_from, mentor.term_to) == (TERM["term_from"], TERM["term_to"])
    assert page.live
    assert (page.title, page.points) == ("沈知行", ["看商业计划书", "估算第一轮要多少钱"])
    assert page.experience.raw_data[0]["value"]["period"] == "2012—2018"
    assert page.portrait is not None
    assert [field.pk for field in page.fields.all()] == [field.pk for field in appointed.fields.all()]


def test_page_that_may_not_be_public_stops_the_appointment(applicant, site, clerk) -> None:
    leaky = applications.entering_term(applicant, site, clerk, introduction="有事打我手机 13912345678")
    with pytest.raises(Refused) as refused:
        appoint(leaky, actor=clerk, **TERM)
    assert "不能公开" in refused.value.sentence
    leaky.refresh_from_db()
    assert leaky.state == ApplicationState.ENTERING_TERM
    assert not Mentor.objects.filter(user=applicant).exists()
    assert not MentorPage.objects.exists()


def test_mentor_does_not_apply_again(applicant, site, clerk) -> None:
    appoint(applications.entering_term(applicant, site, clerk), actor=clerk, **TERM)
    with pytest.raises(Refused) as refused:
        AppointmentFlow.begin(applications.filled(applicant, site), actor=applicant)
    assert refused.value.code == GUARD


# Clocks: a second before nothing happens, at the moment it does, and once -----------------------------------------


def waits_for_the_check(applicant, site, clerk) -> Application:
    return applications.handed_in(applicant, site)


def waits_for_the_correction(applicant, site, clerk) -> Application:
    return applications.returned(applications.handed_in(applicant, site), clerk)


def waits_for_the_term(applicant, site, clerk) -> Application:
    return applications.entering_term(applicant, site, clerk)


CLOCKS = (
    (waits_for_the_check, "2026-12-04", ApplicationState.CHECKING, "mentors.application_late"),
    (waits_for_the_correction, "2026-12-11", ApplicationState.LAPSED, "mentors.application_lapsed"),
    (
        applications.awaiting_review,
        "2026-12-25",
        ApplicationState.AWAITING_REVIEW,
        "mentors.application_late",
    ),
    (waits_for_the_term, "2026-12-04", ApplicationState.ENTERING_TERM, "mentors.application_late"),
)


@pytest.mark.parametrize(("scene", "last_day", "then", "notice"), CLOCKS)
def test_clock_strikes_at_its_second_and_once(
    scene, last_day, then, notice, applicant, site, clerk, supervisor, at
) -> None:
    with clock.put(at("2026-11-27 10:00")):
        application = scene(applicant, site, clerk)
    due = at(f"{last_day} 00:00") + timedelta(days=1)
    assert application.deadlines.get().due_at == due
    with clock.put(due - SECOND):
        assert run_due().done == 0
    with clock.put(due):
        assert run_due().done == 1
    with clock.put(due + SECOND):
        assert run_due().done == 0
    application.refresh_from_db()
    assert application.state == then
    assert told(application).count(notice) == 1


def test_late_check_is_the_managers_to_know_and_still_the_clerks_to_do(handed_in, supervisor, clerk) -> None:
    with clock.put(handed_in.deadlines.get().due_at):
        run_due()
    message = Message.objects.get(notice="mentors.application_late")
    assert message.person == supervisor
    handed_in.refresh_from_db()
    assert AppointmentFlow.reject in AppointmentFlow.available(handed_in, clerk)


def test_lapsed_application_may_be_begun_anew_with_what_was_filled_in(
    handed_in, clerk, applicant, site
) -> None:
    from plugins.mentors.actions.application import begin

    returned = applications.returned(handed_in, clerk)
    with clock.put(returned.deadlines.get().due_at):
        run_due()
    again = begin(applicant, site)
    assert again.pk != handed_in.pk
    assert (again.state, again.headline) == (ApplicationState.DRAFT, handed_in.headline)
    assert list(again.fields.all()) == list(handed_in.fields.all())
    assert again.kept == {}
