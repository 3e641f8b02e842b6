"""An exception needs a reason and two people, covers exactly what they saw, and is in the page's history (D10)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms_pages.models import NewsPage, PublicationOverride
from cms_pages.personal_data.gate import PublicationRefused
from cms_pages.personal_data.log_actions import CONFIRMED, DECLINED, REQUESTED
from cms_pages.personal_data.overrides import (
    OverrideRefused,
    confirm_override,
    decline_override,
    request_override,
)
from portal.accounts.models import User
from portal.roles.table import APPROVER, EDITOR
from tests.conftest import person
from tests.factories.drafts import draft, published

MOBILE, OTHER = "13800138000", "13900139000"
REASON = "本人书面同意公开工作手机，依据公示办法第六条。"


@pytest.fixture(scope="module")
def draft_of_all(module_site) -> NewsPage:
    """A draft with a number in it, by an editor whom an approver stands beside; made once for all tests."""
    person("approver", "郑审核", APPROVER.group)
    return draft(summary=f"值班 {MOBILE}", user=person("editor", "周编辑", EDITOR.group))


@pytest.fixture
def bad(draft_of_all: NewsPage, db: None) -> NewsPage:
    return NewsPage.objects.get(pk=draft_of_all.pk)


@pytest.fixture
def editor(bad: NewsPage) -> User:
    return User.objects.get(username="editor")


@pytest.fixture
def approver(bad: NewsPage) -> User:
    return User.objects.get(username="approver")


@pytest.fixture
def requested(bad, editor) -> PublicationOverride:
    return request_override(bad, user=editor, reason=REASON)


def publish(page: NewsPage) -> None:
    NewsPage.objects.get(pk=page.pk).get_latest_revision().publish()


def edit(page: NewsPage, summary: str, user) -> None:
    page = NewsPage.objects.get(pk=page.pk)
    page.summary = summary
    page.save_revision(user=user)


def test_override_when_two_people_signed_then_the_page_is_published(bad, requested, approver):
    with pytest.raises(PublicationRefused):
        publish(bad)
    confirm_override(requested, user=approver)
    publish(bad)
    assert NewsPage.objects.get(pk=bad.pk).live


@pytest.mark.parametrize("summary", [f"值班 {MOBILE}、{OTHER}", f"值班 {OTHER}"])
def test_override_when_the_numbers_change_then_it_covers_them_no_longer(
    bad, requested, editor, approver, summary
):
    confirm_override(requested, user=approver)
    edit(bad, summary, editor)
    with pytest.raises(PublicationRefused):
        publish(bad)


def test_override_when_other_text_changes_or_the_number_moves_then_it_still_covers(
    bad, requested, editor, approver
):
    confirm_override(requested, user=approver)
    edit(bad, f"新的说明。工作日可打 138-0013-8000（{MOBILE}）", editor)
    publish(bad)
    assert NewsPage.objects.get(pk=bad.pk).live


def test_override_when_another_page_has_the_same_number_then_it_is_not_covered(requested, editor, approver):
    confirm_override(requested, user=approver)
    with pytest.raises(PublicationRefused):
        publish(draft("另一页", summary=f"值班 {MOBILE}", user=editor))


def test_override_when_each_step_is_taken_then_the_history_tells_it_without_the_number(
    bad, requested, editor, approver
):
    confirm_override(requested, user=approver)
    entries = PageLogEntry.objects.filter(page=bad.pk, action__startswith="cms_pages.override").order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [(REQUESTED, editor), (CONFIRMED, approver)]
    assert all(entry.data["reason"] == REASON for entry in entries)
    assert all("138****8000" in entry.comment for entry in entries)
    assert not any(MOBILE in str(entry.data) for entry in entries)


def test_override_row_when_stored_then_it_holds_no_number(requested):
    row = PublicationOverride.objects.values().get()
    assert MOBILE not in str(row)


def test_override_when_the_asker_confirms_then_it_is_refused(bad, manager, editor):
    edit(bad, f"值班 {MOBILE}", editor)
    override = request_override(bad, user=manager, reason=REASON)
    with pytest.raises(OverrideRefused, match="自己的申请"):
        confirm_override(override, user=manager)


def test_override_when_the_last_editor_confirms_then_it_is_refused(bad, requested, approver):
    edit(bad, f"改过 {MOBILE}", approver)
    with pytest.raises(OverrideRefused, match="最后修改"):
        confirm_override(requested, user=approver)


def test_override_when_somebody_without_the_right_to_approve_confirms_then_it_is_refused(requested, clerk):
    with pytest.raises(OverrideRefused, match="权限"):
        confirm_override(requested, user=clerk)
    clerk.is_superuser, clerk.is_active = True, False
    with pytest.raises(OverrideRefused, match="权限"):
        confirm_override(requested, user=clerk)


def test_override_when_the_draft_changed_since_then_it_is_not_confirmed(bad, requested, editor, approver):
    edit(bad, f"值班 {OTHER}", editor)
    with pytest.raises(OverrideRefused, match="又有变化"):
        confirm_override(requested, user=approver)


def test_override_when_confirmed_twice_then_the_second_is_refused(requested, approver, manager):
    confirm_override(requested, user=approver)
    with pytest.raises(OverrideRefused, match="处理过"):
        confirm_override(requested, user=manager)


def test_database_when_one_person_would_sign_twice_then_it_refuses(requested, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationOverride.objects.filter(pk=requested.pk).update(
            confirmed_by=editor, confirmed_at="2026-11-22T00:00Z"
        )


def test_database_when_a_signature_has_no_time_then_it_refuses(requested, approver):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationOverride.objects.filter(pk=requested.pk).update(confirmed_by=approver)


@pytest.mark.parametrize("reason", ["", "领导同意", "  领导口头同意   ", f"公开 {MOBILE} 是因为需要联系"])
def test_request_when_its_reason_is_short_or_repeats_the_number_then_it_is_refused(bad, editor, reason):
    with pytest.raises(ValidationError):
        request_override(bad, user=editor, reason=reason)


def test_request_when_there_is_nothing_to_ask_for_then_it_is_refused(editor):
    with pytest.raises(OverrideRefused, match="没有需要例外"):
        request_override(draft(user=editor), user=editor, reason=REASON)


def test_request_when_made_twice_then_the_second_is_refused(bad, requested, approver):
    with pytest.raises(OverrideRefused, match="已有人申请"):
        request_override(bad, user=approver, reason=REASON)


def test_request_when_made_by_somebody_who_may_not_edit_then_it_is_refused(bad, citizen):
    with pytest.raises(OverrideRefused, match="不能编辑"):
        request_override(bad, user=citizen, reason=REASON)


def test_request_when_declined_or_withdrawn_then_it_is_logged_and_can_be_made_anew(
    bad, requested, editor, approver
):
    decline_override(requested, user=approver)
    decline_override(request_override(bad, user=editor, reason=REASON), user=editor)
    assert PageLogEntry.objects.filter(page=bad.pk, action=DECLINED).count() == 2
    assert not PublicationOverride.objects.exists()


def test_request_when_declined_by_somebody_else_then_it_is_refused(requested, clerk):
    with pytest.raises(OverrideRefused):
        decline_override(requested, user=clerk)


def test_override_when_a_signer_leaves_then_it_stays(bad, requested, approver, editor):
    confirm_override(requested, user=approver)
    approver.delete()
    editor.delete()
    publish(bad)
    assert NewsPage.objects.get(pk=bad.pk).live


# In the admin ---------------------------------------------------------------------------------------------------


def address(name: str, pk: int) -> str:
    return reverse(f"publication_overrides:{name}", args=[pk])


def test_check_page_when_opened_then_findings_are_masked_and_a_reason_can_be_given(bad, editor, signed_in):
    client = signed_in(editor)
    text = client.get(address("page", bad.pk)).content.decode()
    assert "138****8000" in text
    assert MOBILE not in text
    answer = client.post(address("page", bad.pk), {"reason": REASON}, follow=True)
    assert "待另一个人确认" in answer.content.decode()
    assert PublicationOverride.objects.get().requested_by == editor


def test_check_page_when_the_reason_is_bad_then_it_says_so(bad, editor, signed_in):
    answer = signed_in(editor).post(address("page", bad.pk), {"reason": f"手机号 {MOBILE} 要公开出去"})
    assert "理由里不要写号码本身。" in answer.content.decode()


def test_check_page_when_the_draft_is_clean_then_it_says_so(editor, signed_in):
    answer = signed_in(editor).get(address("page", draft(user=editor).pk))
    assert "没有发现个人信息" in answer.content.decode()


def test_approver_when_opening_the_check_page_then_only_a_second_person_gets_the_button(
    bad, requested, editor, approver, signed_in
):
    assert 'name="confirm"' in signed_in(approver).get(address("page", bad.pk)).content.decode()
    assert 'name="confirm"' not in signed_in(editor).get(address("page", bad.pk)).content.decode()


def test_decision_when_sent_then_it_is_carried_out(bad, requested, approver, signed_in):
    client = signed_in(approver)
    answer = client.post(address("decide", requested.pk), {"confirm": "1"}, follow=True)
    assert "已确认例外" in answer.content.decode()
    requested.refresh_from_db()
    assert requested.confirmed_by == approver
    assert REASON in client.get(reverse("publication_overrides:index")).content.decode()


def test_decision_when_the_asker_sends_it_by_hand_then_it_is_refused(requested, editor, signed_in):
    answer = signed_in(editor).post(address("decide", requested.pk), {"confirm": "1"}, follow=True)
    assert "不能确认自己的申请" in answer.content.decode()
    requested.refresh_from_db()
    assert not requested.is_confirmed


def test_request_when_sent_back_then_it_is_gone(requested, approver, signed_in):
    signed_in(approver).post(address("decide", requested.pk), {"decline": "1"})
    assert not PublicationOverride.objects.exists()


def test_check_pages_when_opened_by_others_then_they_stay_closed(bad, requested, citizen, signed_in, client):
    assert client.get(address("page", bad.pk)).status_code == 302
    stranger = person("stranger", "路人", "导师专员")
    stranger.groups.first().page_permissions.all().delete()
    outsider = signed_in(stranger)
    assert outsider.get(address("page", bad.pk)).status_code == 302
    assert outsider.post(address("decide", requested.pk), {"decline": "1"}).status_code == 302
    assert REASON not in outsider.get(reverse("publication_overrides:index")).content.decode()
    assert PublicationOverride.objects.count() == 1


def test_decision_when_asked_for_by_get_then_nothing_happens(requested, approver, signed_in):
    assert signed_in(approver).get(address("decide", requested.pk)).status_code == 405


def test_page_menu_when_shown_then_the_check_is_one_step_away(bad, editor, signed_in):
    text = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[bad.pk])).content.decode()
    assert address("page", bad.pk) in text


def test_published_page_when_edited_to_the_same_numbers_then_the_old_exception_serves(editor, approver):
    page = published(user=editor)
    edit(page, f"值班 {MOBILE}", editor)
    confirm_override(request_override(page, user=editor, reason=REASON), user=approver)
    publish(page)
    edit(page, f"值班电话：{MOBILE}", editor)
    publish(page)
    assert "电话" in NewsPage.objects.get(pk=page.pk).summary
