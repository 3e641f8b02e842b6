"""Pages with personal numbers in moderation: the form names them, and nothing typed is lost (D10)."""

from wagtail.test.utils.form_data import rich_text, streamfield

from cms_pages.models import NewsIndexPage, NewsPage
from cms_pages.personal_data.overrides import confirm_override, request_override
from tests.cms_pages.moderating import MOBILE, approve, form_data, fresh, task_state, url
from tests.factories.drafts import draft


def hand_in(client, page: NewsPage, **changes: object) -> str:
    return client.post(
        url("edit", page.pk), form_data(page, **{"action-submit": "1"}, **changes)
    ).content.decode()


def test_page_with_numbers_when_handed_in_then_the_fields_name_them_and_nothing_leaves(editor, signed_in):
    page = draft(user=editor)
    body = streamfield([("paragraph", rich_text(f"<p>联系 {MOBILE}</p>"))])
    answer = signed_in(editor).post(
        url("edit", page.pk), form_data(page, summary=f"电话 {MOBILE}", body=body, **{"action-submit": "1"})
    )
    errors = answer.context["form"].errors
    assert errors["summary"] == ["摘要：手机号码 138****8000"]
    assert errors["body"] == ["正文第 1 段：手机号码 138****8000"]
    assert "发布检查发现 2 处" in errors["__all__"][0]
    assert task_state(page) is None


def test_page_with_numbers_when_saved_as_draft_then_nobody_is_held_up(editor, signed_in):
    page = draft(user=editor)
    signed_in(editor).post(url("edit", page.pk), form_data(page, summary=f"电话 {MOBILE}"))
    assert MOBILE in fresh(page).get_latest_revision_as_object().summary


def test_new_page_with_numbers_when_handed_in_then_the_form_says_so_and_keeps_the_text(editor, signed_in):
    sent = form_data(summary=f"电话 {MOBILE}", **{"action-submit": "1"})
    answer = signed_in(editor).post(url("add", "cms_pages", "newspage", NewsIndexPage.objects.get().pk), sent)
    assert "138****8000" in str(answer.context["form"].errors)
    assert MOBILE in answer.context["form"]["summary"].value()
    assert not NewsPage.objects.exists()


def test_page_with_a_signed_exception_when_handed_in_then_it_goes_on(editor, approver, signed_in):
    page = draft(summary=f"电话 {MOBILE}", user=editor)
    override = request_override(page, user=editor, reason="本人书面同意公开工作手机号。")
    confirm_override(override, user=approver)
    hand_in(signed_in(editor), page, summary=f"电话 {MOBILE}")
    approve(page, approver)
    assert fresh(page).live
