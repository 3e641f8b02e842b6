"""The table of resignations, tried whole, its clocks, and what ends with them (A15, P16, P25)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from plugins.mentors.actions.profile_change import begin_change
from plugins.mentors.actions.resignation import ask_to_leave, hand_over
from plugins.mentors.choices import ServingState
from plugins.mentors.engaging import engage
from plugins.mentors.leaving.handing_over import open_work
from plugins.mentors.leaving.peers import peers_of
from plugins.mentors.models import Mentor, Resignation
from plugins.mentors.workflows.resignation import ResignationFlow
from plugins.mentors.workflows.service import MentorFlow
from portal.accounts.models import User
from portal.notices.models import Message
from portal.workflow.engine import CHANGED, GUARD, STATE, Refused
from portal.workflow.models import Deadline
from portal.workflow.parties import SYSTEM
from portal.workflow.testing import WorkflowContract
from portal.workflow.timers import run_due
from tests.conftest import person
from tests.factories.mentors import MentorFactory

SECOND = timedelta(seconds=1)


class TestResignationFlow(WorkflowContract):
    workflow = ResignationFlow

    @pytest.fixture
    def case(self, mentor: Mentor) -> Resignation:
        return Resignation(mentor=mentor, reason="调往外地工作")

    @pytest.fixture
    def people(self, writer: User, clerk: User) -> dict[str, Any]:
        return {"mentor": writer, "reviewer": clerk}


def codes(results: Any) -> list[str]:
    return [row.card["code"] for row in results.items]


def test_mentor_when_something_is_open_then_leaving_waits_until_each_is_handed_over(
    ask_question, resignation: Resignation, mentor: Mentor, peer: Mentor, clerk: User
) -> None:
    first, second = ask_question(mentor, "怎样注册公司？"), ask_question(mentor, "怎样找第一个客户？")

    with pytest.raises(Refused, match="还有 2 项没有办结或移交：待答复的留言：怎样注册公司？") as refused:
        ResignationFlow.accept(resignation, actor=clerk)
    assert refused.value.code == GUARD
    for question, to in ((first, peer), (second, None)):
        key = f"questions.open:{question.pk}"
        resignation = hand_over(resignation, item=key, to=to, actor=clerk, version=resignation.version)
    ResignationFlow.accept(resignation, actor=clerk)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.mentor, second.mentor) == (peer.user, None)
    notes = list(resignation.steps.filter(move="hand_over").values_list("note", flat=True))
    assert notes == [
        "待答复的留言：怎样注册公司？，移交给司徒远",
        "待答复的留言：怎样找第一个客户？，移交给服务台",
    ]
    mentor.refresh_from_db()
    assert mentor.state == ServingState.FORMER


def test_item_when_it_is_no_longer_open_then_handing_it_over_is_refused(
    ask_question, resignation: Resignation, mentor: Mentor, peer: Mentor, clerk: User
) -> None:
    ask_question(mentor)

    with pytest.raises(Refused, match="已经办结或移交"):
        hand_over(resignation, item="questions.open:0", to=peer, actor=clerk, version=1)


def test_peer_when_they_cannot_be_asked_then_nothing_is_handed_to_them(
    ask_question, resignation: Resignation, mentor: Mentor, clerk: User
) -> None:
    question = ask_question(mentor)
    away = MentorFactory(paused=True)

    with pytest.raises(Refused, match="不接受新的咨询"):
        hand_over(resignation, item=f"questions.open:{question.pk}", to=away, actor=clerk, version=1)

    question.refresh_from_db()
    assert question.mentor == mentor.user


def test_mentor_when_the_resignation_is_accepted_then_lists_and_search_lose_them_and_page_and_code_stay(
    resignation: Resignation, mentor: Mentor, clerk: User, writer: User, find
) -> None:
    """P16: all of it in the transaction of the decision."""
    assert mentor.code in codes(find("尉迟青"))

    ResignationFlow.accept(resignation, actor=clerk)

    gone = Mentor.objects.get(pk=mentor.pk)
    assert not Mentor.objects.reachable().filter(pk=mentor.pk).exists()
    assert mentor.code not in codes(find("尉迟青"))
    assert (gone.code, gone.page.live, gone.has_left()) == (mentor.code, True, True)
    assert Message.objects.get(person=writer).title == f"解聘申请 {resignation.number} 已同意"


def test_former_mentor_when_something_new_is_begun_for_them_then_it_is_refused(
    resignation: Resignation, mentor: Mentor, clerk: User
) -> None:
    ResignationFlow.accept(resignation, actor=clerk)

    with pytest.raises(Refused, match="不接受新的咨询"):
        engage(mentor.pk)


def test_change_of_the_page_when_the_mentor_leaves_then_it_ends(
    resignation: Resignation, mentor: Mentor, clerk: User, writer: User
) -> None:
    change = begin_change(mentor, actor=writer)

    ResignationFlow.accept(resignation, actor=clerk)

    change.refresh_from_db()
    assert change.state == "withdrawn"
    assert change.steps.last().public == "导师已离任，变更终止"


def test_mentor_when_they_have_asked_already_then_a_second_wish_is_refused(
    resignation: Resignation, mentor: Mentor, writer: User
) -> None:
    with pytest.raises(Refused, match="已有一份") as refused:
        ask_to_leave(mentor, actor=writer, reason="还是想走")
    assert refused.value.code == STATE

    ResignationFlow.withdraw(resignation, actor=writer)
    again = ask_to_leave(mentor, actor=writer, reason="还是想走")
    assert again.number != resignation.number


def test_clerk_when_another_clerk_was_faster_then_they_are_told(
    resignation: Resignation, clerk: User
) -> None:
    other = person("other", "另一专员", "导师专员")
    stale = Resignation.objects.get(pk=resignation.pk)
    ResignationFlow.refuse(resignation, actor=clerk, note="请先电话确认。")

    with pytest.raises(Refused) as refused:
        ResignationFlow.accept(stale, actor=other)

    assert refused.value.code == CHANGED


@pytest.mark.parametrize(("offset", "done"), [(-SECOND, 0), (timedelta(0), 1), (SECOND, 1)])
@pytest.mark.parametrize("move", ["remind", "escalate"])
def test_deadline_when_its_second_comes_then_it_fires_and_not_before(
    time, resignation: Resignation, move: str, offset: timedelta, done: int
) -> None:
    Deadline.objects.exclude(move=move).delete()
    time.put(resignation.deadlines.get(move=move).due_at + offset)

    assert run_due().done == done

    assert resignation.steps.filter(move=move).count() == done


def test_resignation_when_nobody_decides_then_it_is_due_after_five_working_days(
    time, resignation: Resignation, clerk: User
) -> None:
    """管理办法第二十五条: handed in on Monday, 9 March 2026, due at the end of Monday the 16th."""
    head = person("head", "管理员", "管理人员")
    assert resignation.deadlines.get(move="escalate").due_at.isoformat() == "2026-03-16T16:00:00+00:00"

    time.shift(days=8)
    run_due()

    assert Message.objects.get(person=head).notice == "mentors.resignation_late"
    assert Message.objects.filter(person=clerk, notice="mentors.resignation_due").count() == 1


def test_peers_when_asked_for_then_suggested_ones_come_first_and_the_mentor_never(
    mentor: Mentor, peer: Mentor
) -> None:
    nearest = MentorFactory()
    MentorFactory(ended=True)

    assert list(peers_of(mentor, first=[peer.pk])) == [peer, nearest]


def test_open_work_when_there_is_more_of_it_then_it_costs_no_more(
    ask_question, mentor: Mentor, django_assert_num_queries
) -> None:
    for number in range(3):
        ask_question(mentor, f"问题 {number}")

    with django_assert_num_queries(1):
        assert len(open_work(mentor)) == 3


def test_peer_whose_term_has_begun_since_the_portal_started_may_be_named(
    signed_in, mentor: Mentor, writer: User, peer: Mentor
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    Mentor.objects.filter(pk=peer.pk).update(term_from=tomorrow)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        wish = {"reason": "调往外地工作", "heirs": [peer.code]}
        answer = signed_in(writer).post("/api/v1/resignations/", wish, content_type="application/json")
    assert answer.status_code == 201


def test_mentor_when_the_term_ends_first_then_the_clerk_can_still_agree(
    resignation: Resignation, mentor: Mentor, writer: User, clerk: User
) -> None:
    MentorFlow.end_term(Mentor.objects.get(pk=mentor.pk), actor=SYSTEM)

    accepted = ResignationFlow.accept(Resignation.objects.get(pk=resignation.pk), actor=clerk)

    assert accepted.state == "accepted"
    assert not Deadline.objects.of(resignation).exists()


@pytest.mark.parametrize(
    ("move", "more"), [("end_term", {"actor": SYSTEM}), ("dismiss", {"note": "连续两次未回应"})]
)
def test_a_change_of_the_page_ends_with_the_office(
    mentor: Mentor, writer: User, clerk: User, move: str, more: dict
) -> None:
    """Nobody decides on the page of somebody who has left, and no clock runs for it."""
    change = begin_change(mentor, actor=writer)

    getattr(MentorFlow, move)(Mentor.objects.get(pk=mentor.pk), **{"actor": clerk} | more)

    change.refresh_from_db()
    assert change.state == "withdrawn"
