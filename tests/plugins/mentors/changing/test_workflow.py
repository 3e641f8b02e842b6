"""The table of changes, tried whole, and its clocks (A14)."""

from datetime import timedelta
from typing import Any

import pytest

from cms_pages.models import MentorPage
from plugins.mentors.actions.profile_change import hide_page, show_page
from plugins.mentors.changing.content import keep
from plugins.mentors.changing.differing import differences, news
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.accounts.models import User
from portal.notices.models import Message
from portal.workflow.engine import GUARD, Refused
from portal.workflow.models import Deadline
from portal.workflow.testing import WorkflowContract
from portal.workflow.timers import run_due
from tests.conftest import person
from tests.plugins.mentors.changing.conftest import edited, public, written

SECOND = timedelta(seconds=1)


class TestProfileChangeFlow(WorkflowContract):
    workflow = ProfileChangeFlow

    @pytest.fixture
    def case(self, mentor: Mentor) -> ProfileChange:
        return ProfileChange(mentor=mentor)

    @pytest.fixture
    def people(self, writer: User, clerk: User) -> dict[str, Any]:
        return {"mentor": writer, "reviewer": clerk}


def test_change_when_it_waits_then_the_old_page_stays_and_then_the_new_one_is_there(
    submitted: ProfileChange, mentor: Mentor, clerk: User, writer: User
) -> None:
    assert public(mentor).headline == "把商业计划书改到投资人愿意看第二遍"

    approved = ProfileChangeFlow.approve(submitted, actor=clerk)

    page = public(mentor)
    assert (page.headline, page.live, page.has_unpublished_changes) == ("把第一轮融资谈成", True, False)
    assert page.live_revision.user == writer
    mentor.listing.refresh_from_db()
    assert mentor.listing.card["headline"] == "把第一轮融资谈成"
    assert approved.number.startswith("DB-")
    assert Message.objects.get(person=writer).title == f"展示页变更 {approved.number} 已通过"


def test_change_when_it_is_over_then_it_says_what_the_mentor_altered_and_nothing_overtakes_it(
    submitted: ProfileChange, mentor: Mentor, clerk: User
) -> None:
    approved = ProfileChangeFlow.approve(submitted, actor=clerk)
    edited(mentor, clerk, headline="把第二轮融资谈成")

    [headline] = differences(approved)

    sides = [
        ["".join(piece.text for piece in line) for line in side] for side in (headline.before, headline.after)
    ]
    assert sides == [["把商业计划书改到投资人愿意看第二遍"], ["把第一轮融资谈成"]]
    assert news(approved) == []


def test_change_when_returned_then_one_notice_says_why_and_by_when(
    submitted: ProfileChange, clerk: User, writer: User
) -> None:
    returned = ProfileChangeFlow.send_back(submitted, actor=clerk, note="职务请写全称。")

    message = Message.objects.get(person=writer)
    assert "职务请写全称。" in message.body
    assert "前改好并重新提交" in message.body
    again = written(returned.mentor, writer, position="投资总监、合伙人")
    assert ProfileChangeFlow.submit(again, actor=writer).number == submitted.number


@pytest.mark.parametrize(("offset", "done"), [(-SECOND, 0), (timedelta(0), 1), (SECOND, 1)])
@pytest.mark.parametrize("move", ["remind", "escalate", "remind_mentor", "lapse"])
def test_deadline_when_its_second_comes_then_it_fires_and_not_before(
    time, submitted: ProfileChange, clerk: User, move: str, offset: timedelta, done: int
) -> None:
    if move in ("remind_mentor", "lapse"):
        submitted = ProfileChangeFlow.send_back(submitted, actor=clerk, note="请写全称。")
    Deadline.objects.exclude(move=move).delete()
    time.put(submitted.deadlines.get(move=move).due_at + offset)

    assert run_due().done == done

    assert submitted.steps.filter(move=move).count() == done


def test_change_when_nobody_reviews_it_then_clerks_are_reminded_and_managers_told(
    time, submitted: ProfileChange, clerk: User
) -> None:
    manager = person("head", "管理员", "管理人员")
    time.shift(days=8)
    run_due()

    late = f"展示页变更 {submitted.number} 审核超期"
    assert list(Message.objects.filter(person=manager).values_list("title", flat=True)) == [late]
    assert Message.objects.filter(person=clerk, notice="mentors.change_due").count() == 1
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_change_when_the_mentor_reviews_their_own_then_it_is_refused(
    submitted: ProfileChange, writer: User
) -> None:
    """A mentor who also works as a clerk decides on others only."""
    writer.groups.add(*person("other", "另一人", "导师专员").groups.all())
    writer = User.objects.get(pk=writer.pk)

    with pytest.raises(Refused) as refused:
        ProfileChangeFlow.approve(submitted, actor=writer)

    assert refused.value.code == "actor"


def test_change_when_it_shows_a_phone_number_then_it_is_not_handed_in(write, writer: User) -> None:
    """D10."""
    change = write(introduction="有事打 13800138000。")

    with pytest.raises(Refused, match="手机号码") as refused:
        ProfileChangeFlow.submit(change, actor=writer)

    assert refused.value.code == GUARD


def test_change_when_a_number_got_in_by_another_way_then_it_is_not_published(
    submitted: ProfileChange, mentor: Mentor, clerk: User, monkeypatch
) -> None:
    """The gate stands at publishing itself, whatever a guard may have missed."""
    page = public(mentor)
    page.introduction = "有事打 13800138000。"
    submitted.revision = keep(submitted, page, user=None)
    submitted.save(update_fields=["revision"])
    approve = ProfileChangeFlow.transitions["approve"]
    monkeypatch.setattr(approve, "unless", ())

    with pytest.raises(Refused, match="手机号码"):
        ProfileChangeFlow.approve(submitted, actor=clerk)

    assert "13800138000" not in public(mentor).introduction
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_change_when_an_editor_has_published_meanwhile_then_it_is_merged_and_nothing_is_lost(
    submitted: ProfileChange, mentor: Mentor, clerk: User, editor: User
) -> None:
    edited(mentor, editor, position="合伙人", summary="编辑写的摘要")

    with pytest.raises(Refused, match="职务"):
        ProfileChangeFlow.approve(submitted, actor=clerk)
    merged = ProfileChangeFlow.take_over(submitted, actor=clerk)
    ProfileChangeFlow.approve(merged, actor=clerk)

    page = public(mentor)
    assert (page.headline, page.position, page.summary) == ("把第一轮融资谈成", "合伙人", "编辑写的摘要")


def test_change_when_an_editor_has_a_draft_then_the_draft_stays_the_editors(
    submitted: ProfileChange, mentor: Mentor, clerk: User, editor: User
) -> None:
    edited(mentor, editor, publish=False, headline="编辑想到的一句", organisation="海岸基金")

    ProfileChangeFlow.approve(submitted, actor=clerk)

    page = public(mentor)
    draft: MentorPage = page.get_latest_revision_as_object()
    assert (page.headline, page.organisation) == ("把第一轮融资谈成", "海岸资本")
    assert (draft.headline, draft.organisation) == ("编辑想到的一句", "海岸基金")
    assert page.get_latest_revision().user == editor
    assert page.has_unpublished_changes


def test_draft_when_an_editor_opens_the_page_then_it_is_not_what_they_go_on_with(
    write, mentor: Mentor, editor: User
) -> None:
    """Whoever edits the page in the admin neither sees nor publishes what a mentor is still writing."""
    write(headline="还没想好")

    edited(mentor, editor, position="合伙人")

    assert public(mentor).headline == "把商业计划书改到投资人愿意看第二遍"


def test_change_when_an_editors_work_is_in_moderation_then_that_comes_first(
    submitted: ProfileChange, mentor: Mentor, clerk: User, editor: User
) -> None:
    edited(mentor, editor, publish=False, organisation="海岸基金")
    page = public(mentor)
    page.get_workflow().start(page, editor)

    with pytest.raises(Refused, match="内容审核"):
        ProfileChangeFlow.approve(submitted, actor=clerk)


def test_change_when_the_page_is_hidden_then_it_stays_hidden_and_comes_back_as_approved(
    submitted: ProfileChange, mentor: Mentor, clerk: User
) -> None:
    hidden = hide_page(mentor, actor=clerk, reason="照片拿错了")

    ProfileChangeFlow.approve(submitted, actor=clerk)

    assert not public(mentor).live
    show_page(Mentor.objects.get(pk=hidden.pk), actor=clerk)
    assert (public(mentor).live, public(mentor).headline) == (True, "把第一轮融资谈成")
