"""Author, then an approver who is not the last editor, then published; nobody goes round it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.urls import reverse
from wagtail.models import Page, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages.models import NewsIndexPage, NewsPage, PolicyPage
from cms_pages.moderation import is_last_editor, last_editor_id, may_approve
from cms_pages.personal_data.gate import PublicationRefused
from tests.cms_pages.moderating import MOBILE, approve, edit_as, form_data, fresh, task_state, url
from tests.conftest import person
from tests.factories.content import PolicyFactory
from tests.factories.drafts import draft, in_review, published


@pytest.fixture
def waiting(editor) -> NewsPage:
    """A page that the editor wrote and handed in."""
    return in_review(draft(user=editor), editor)


@pytest.fixture
def second_approver(site):
    return person("approver2", "吴审核", "审核")


# The rule -------------------------------------------------------------------------------------------------------


def test_page_when_another_person_approves_then_it_is_published(waiting, approver):
    approve(waiting, approver)
    assert fresh(waiting).live
    assert not fresh(waiting).workflow_in_progress


def test_page_when_its_last_editor_approves_then_it_is_refused(approver):
    page = in_review(draft(user=approver), approver)
    with pytest.raises(PermissionDenied):
        approve(page, approver)
    assert not fresh(page).live


def test_page_when_the_approver_edited_it_in_review_then_only_another_approver_may_approve(
    waiting, approver, second_approver
):
    edit_as(waiting, approver)
    with pytest.raises(PermissionDenied):
        approve(waiting, approver)
    approve(waiting, second_approver)
    assert fresh(waiting).live
    assert fresh(waiting).summary == "改过一处"


def test_page_when_somebody_else_edits_after_the_approver_then_the_approver_may_approve(
    waiting, approver, editor
):
    edit_as(waiting, approver)
    edit_as(waiting, editor)
    approve(waiting, approver)
    assert fresh(waiting).live


def test_superuser_when_the_last_editor_then_no_exception_is_made(manager):
    page = in_review(draft(user=manager), manager)
    with pytest.raises(PermissionDenied):
        approve(page, manager)


def test_actions_when_offered_to_the_last_editor_then_sending_back_remains(approver, second_approver):
    page = in_review(draft(user=approver), approver)
    task = task_state(page).task.specific
    assert {action[0] for action in task.get_actions(page, approver)} == {"reject"}
    assert {action[0] for action in task.get_actions(page, second_approver)} == {"reject", "approve"}


def test_work_list_when_asked_for_then_own_pages_are_not_on_it(waiting, approver, second_approver):
    own = in_review(draft("审核人写的", user=approver), approver)
    listed = {state.revision.object_id for state in TaskState.objects.reviewable_by(approver)}
    assert listed == {str(waiting.pk)}
    others = {state.revision.object_id for state in TaskState.objects.reviewable_by(second_approver)}
    assert others == {str(waiting.pk), str(own.pk)}


def test_page_when_sent_back_and_mended_then_it_goes_through_the_same_gate(waiting, approver, editor):
    state = task_state(waiting)
    state.task.specific.on_action(state, approver, "reject", comment="请补充时间")
    edit_as(waiting, editor)
    fresh(waiting).current_workflow_state.resume(editor)
    approve(waiting, approver)
    assert fresh(waiting).live


def test_approval_when_the_page_carries_personal_data_then_nothing_is_published_or_approved(editor, approver):
    page = in_review(draft(summary=f"联系 {MOBILE}", user=editor), editor)
    with pytest.raises(PublicationRefused):
        approve(page, approver)
    assert not fresh(page).live
    assert task_state(page).status == TaskState.STATUS_IN_PROGRESS


def test_last_editor_when_a_command_made_the_page_then_there_is_none(site, approver):
    page = draft()
    assert last_editor_id(page) is None
    assert not is_last_editor(page, approver)


def test_may_approve_when_asked_then_membership_decides(site, editor, approver, manager, citizen):
    page = draft()
    assert [may_approve(page, user) for user in (editor, citizen, approver, manager)] == [
        False,
        False,
        True,
        True,
    ]


# Permissions ----------------------------------------------------------------------------------------------------


def test_publish_right_when_asked_for_own_edit_then_nobody_has_it(site, manager, editor):
    own, other = draft("一", user=manager), draft("二", user=editor)
    assert not own.permissions_for_user(manager).can_publish()
    assert other.permissions_for_user(manager).can_publish()
    assert not other.permissions_for_user(editor).can_publish()
    assert own.permissions_for_user(manager).can_set_view_restrictions()
    assert own.permissions_for_user(manager).can_unschedule()


def test_approver_when_a_page_must_go_at_once_then_takes_it_away(waiting, editor, approver, signed_in):
    approve(waiting, approver)
    assert fresh(waiting).live
    assert signed_in(editor).post(url("unpublish", waiting.pk)).status_code == 302
    assert fresh(waiting).live
    signed_in(approver).post(url("unpublish", waiting.pk))
    assert not fresh(waiting).live


def test_approver_when_the_own_edit_is_published_in_bulk_then_it_stays_a_draft(approver, signed_in):
    page = draft(user=approver)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(approver).post(f"{address}?id={page.pk}")
    assert not fresh(page).live


def test_publish_right_when_a_base_page_is_asked_then_the_rule_holds_too(manager):
    own = Page.objects.get(pk=draft(user=manager).pk)
    assert not own.permissions_for_user(manager).can_publish()


def test_publishing_by_code_when_the_user_is_the_last_editor_then_it_is_refused(manager):
    with pytest.raises(PermissionDenied):
        draft(user=manager).get_latest_revision().publish(user=manager)


# In the admin ---------------------------------------------------------------------------------------------------


def test_editor_page_when_opened_then_there_is_no_publish_button(editor, manager, signed_in):
    page = draft(user=editor)
    for user in (editor, manager):
        text = signed_in(user).get(url("edit", page.pk)).content.decode()
        assert "action-publish" not in text
        assert "action-submit" in text


def test_new_page_when_published_in_one_go_by_hand_then_it_stays_a_draft(manager, signed_in):
    parent = NewsIndexPage.objects.get()
    sent = form_data(**{"action-publish": "1"})
    signed_in(manager).post(url("add", "cms_pages", "newspage", parent.pk), sent)
    assert not NewsPage.objects.get().live


def test_page_when_published_from_the_editor_by_hand_then_the_draft_is_kept_and_nothing_is_published(
    editor, manager, signed_in
):
    page = draft(user=editor)
    sent = form_data(page, summary="改过一处", **{"action-publish": "1"})
    answer = signed_in(manager).post(url("edit", page.pk), sent, follow=True)
    assert "不能审核自己最后修改的内容" in answer.content.decode()
    assert not fresh(page).live
    assert fresh(page).get_latest_revision_as_object().summary == "改过一处"


def test_page_when_handed_in_by_form_then_it_waits_for_an_approver(editor, approver, signed_in):
    page = draft(user=editor)
    signed_in(editor).post(url("edit", page.pk), form_data(page, **{"action-submit": "1"}))
    assert task_state(page) is not None
    assert not fresh(page).live


def test_page_when_approved_by_form_without_changes_then_it_is_published(waiting, approver, signed_in):
    state = task_state(waiting)
    address = url("workflow_action", waiting.pk, "approve", state.pk)
    signed_in(approver).post(address, {"comment": "同意"})
    assert fresh(waiting).live


def test_page_when_changed_and_approved_in_one_go_then_the_form_says_no(waiting, approver, signed_in):
    sent = form_data(
        waiting, summary="顺手改了", **{"action-workflow-action": "1", "workflow-action-name": "approve"}
    )
    answer = signed_in(approver).post(url("edit", waiting.pk), sent)
    assert "不能同时审核通过" in answer.content.decode()
    assert not fresh(waiting).live
    assert fresh(waiting).get_latest_revision().user_id != approver.pk


def sent_by_the_browser(page: PolicyPage, title: str) -> dict[str, object]:
    """The law's form: numbers as text, lines ended as forms end them."""
    (chapter,) = page.body
    blocks = streamfield([("chapter", {"number": str(chapter.value["number"]), "title": title})])
    blocks["0"]["id"] = chapter.id
    names = ["title", "slug", "summary", "issuers", "document_number", "citation_key", "disclosure"]
    days = ["issued_on", "published_on", "effective_on"]
    fields = model_to_dict(page, [*names, *days])
    return nested_form_data(
        fields
        | {
            "issuers": page.issuers.replace("\n", "\r\n"),
            "body": blocks,
            "attachments": streamfield([]),
        }
        | {"repeals": inline_formset([]), "comments": inline_formset([])}
        | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    )


@pytest.mark.parametrize(("title", "is_published"), [("总则", True), ("附则", False)])
def test_law_when_approved_by_form_then_only_changes_of_words_count(
    editor, approver, signed_in, title, is_published
):
    page = PolicyFactory(
        live=False, body=[{"type": "chapter", "value": {"number": 1, "title": "总则"}, "id": "a1"}]
    )
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    answer = signed_in(approver).post(url("edit", page.pk), sent_by_the_browser(page, title))
    assert ("不能同时审核通过" in answer.content.decode()) is not is_published
    assert PolicyPage.objects.get(pk=page.pk).live is is_published


def test_page_when_in_review_then_the_editor_does_not_save_by_itself(waiting, editor, approver, signed_in):
    """What approving sends would be sent twice, and the approver become the last editor."""
    for user in (editor, approver):
        assert "w-autosave#save" not in signed_in(user).get(url("edit", waiting.pk)).content.decode()
    assert "w-autosave#save" in signed_in(editor).get(url("edit", draft(user=editor).pk)).content.decode()


def test_page_when_approved_by_a_form_that_comes_late_then_it_stays_published(waiting, approver, signed_in):
    """A second click: its form was read before the first had published."""
    decision = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    sent = form_data(fresh(waiting), **decision)
    form = NewsPage.get_edit_handler().get_form_class()(sent, instance=fresh(waiting), for_user=approver)
    assert form.is_valid()
    client = signed_in(approver)
    client.post(url("edit", waiting.pk), sent)
    assert fresh(waiting).live
    form.save()
    assert fresh(waiting).live
    answer = client.post(url("edit", waiting.pk), sent)
    assert "这次审核已经结束" in answer.content.decode()


def test_page_when_edited_since_it_was_opened_then_the_form_asks_to_read_it_again(
    waiting, approver, second_approver, signed_in
):
    opened = fresh(waiting).latest_revision_id
    edit_as(waiting, second_approver)
    sent = form_data(
        fresh(waiting).get_latest_revision_as_object(),
        summary="改过一处",
        loaded_revision_id=str(opened),
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )
    answer = signed_in(approver).post(url("edit", waiting.pk), sent)
    assert "请重新打开" in answer.content.decode()
    assert not fresh(waiting).live


def test_page_when_edited_in_review_then_it_waits_for_others_than_its_new_editor(
    waiting, approver, second_approver
):
    edit_as(waiting, approver)
    assert not TaskState.objects.reviewable_by(approver).exists()
    assert TaskState.objects.reviewable_by(second_approver).get().revision == fresh(waiting).latest_revision


def test_own_page_when_approved_by_address_then_it_is_refused(approver, signed_in):
    page = in_review(draft(user=approver), approver)
    address = url("workflow_action", page.pk, "approve", task_state(page).pk)
    signed_in(approver).post(address, {"comment": ""})
    assert not fresh(page).live


def test_approval_when_personal_data_came_in_later_then_the_approver_is_led_to_it(
    waiting, editor, approver, signed_in
):
    page = fresh(waiting)
    page.summary = f"联系 {MOBILE}"
    page.save_revision(user=editor)
    address = url("workflow_action", page.pk, "approve", task_state(page).pk)
    client = signed_in(approver)
    answer = client.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    check = reverse("publication_overrides:page", args=[page.pk])
    assert answer.json() == {"step": "success", "redirect": check}
    assert "138****8000" in client.get(check).content.decode()
    assert not fresh(page).live


def test_copy_when_wanted_live_then_it_is_refused(manager, signed_in):
    page = published()
    signed_in(manager).post(
        url("copy", page.pk),
        {
            "new_title": "副本",
            "new_slug": "copy",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
        },
    )
    assert not NewsPage.objects.filter(slug="copy").exists()
