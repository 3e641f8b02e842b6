"""An editor writes a notice, somebody else approves it, the public reads it (C6: editors publishing notices)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms_pages.models import NewsIndexPage, NewsPage
from cms_pages.publishing import publish_scheduled


def form(**changes: object) -> dict[str, str]:
    """What the editor's browser sends for a notice."""
    filled = {
        "title": "关于启用新版导师预约规则的通知",
        "slug": "",
        "kind": "notification",
        "published_on": timezone.localdate().isoformat(),
        "summary": "12 月 1 日起，预约导师须填写三个可选时间。",
        "body": streamfield(
            [("paragraph", rich_text("<p>自 12 月 1 日起执行，咨询热线 0000-1234567。</p>"))]
        ),
        "attachments": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        **changes,
    }
    return nested_form_data({key: value for key, value in filled.items() if key != "comments"}) | {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }


def add_address() -> str:
    return f"/admin/pages/add/cms_pages/newspage/{NewsIndexPage.objects.get().pk}/"


def edit_address(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def hand_in(desk: Client, **changes: object) -> NewsPage:
    answer = desk.post(add_address(), form(**changes) | {"action-submit": "1"})
    assert answer.status_code == 302, errors_of(answer)
    return NewsPage.objects.latest("pk")


def errors_of(answer) -> object:
    return (
        answer.context["form"].errors if answer.context and "form" in answer.context else answer.content[:500]
    )


def approve(desk: Client, page: Page):
    state = page.current_workflow_task_state
    return desk.post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/", follow=True)


def test_author_writes_another_approves_the_public_reads(signed_in, editor, approver, client: Client) -> None:
    page = hand_in(signed_in(editor))
    assert not page.live
    assert client.get(f"/notices/{page.slug}/").status_code == 404

    home = signed_in(approver).get("/admin/").content.decode()
    assert page.title in home

    approve(signed_in(approver), page)
    page.refresh_from_db()
    assert page.live
    public = client.get(f"/notices/{page.slug}/").content.decode()
    assert "自 12 月 1 日起执行" in public
    assert page.title in client.get("/notices/").content.decode()


def test_approving_from_the_editor_without_a_change(signed_in, editor, approver) -> None:
    page = hand_in(signed_in(editor), body=streamfield([]))
    unchanged = form(title=page.title, slug=page.slug, body=streamfield([]))
    decision = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = signed_in(approver).post(edit_address(page), unchanged | decision)
    assert answer.status_code == 302, errors_of(answer)
    page.refresh_from_db()
    assert page.live


def test_slug_comes_from_the_title(signed_in, editor) -> None:
    assert hand_in(signed_in(editor)).slug.startswith("guan-yu-qi-yong-xin-ban-dao-shi")


def test_nobody_approves_their_own_edit(signed_in, editor, approver) -> None:
    page = hand_in(signed_in(editor))
    desk = signed_in(approver)
    # The approver mends a word and so becomes the last editor.
    desk.post(edit_address(page), form(title="关于启用导师预约新规则的通知", slug=page.slug))
    approve(desk, page)
    page.refresh_from_db()
    assert not page.live


def test_editor_cannot_publish_alone(signed_in, editor) -> None:
    answer = signed_in(editor).post(add_address(), form() | {"action-publish": "1"})
    page = NewsPage.objects.latest("pk")
    assert answer.status_code in (302, 200)
    assert not page.live


def test_scheduled_notice_appears_and_expires_by_itself(signed_in, editor, approver, client) -> None:
    """The job goes by the database's clock, so the test moves the appointed times instead of the clock."""
    in_an_hour = timezone.localtime() + timedelta(hours=1)
    page = hand_in(signed_in(editor), go_live_at=in_an_hour.strftime("%Y-%m-%d %H:%M"))
    approve(signed_in(approver), page)
    address = f"/notices/{page.slug}/"
    publish_scheduled()
    assert client.get(address).status_code == 404

    an_hour_ago = timezone.now() - timedelta(hours=1)
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = an_hour_ago.isoformat()
    revision.approved_go_live_at = an_hour_ago
    revision.save()
    publish_scheduled()
    assert client.get(address).status_code == 200

    NewsPage.objects.filter(pk=page.pk).update(expire_at=an_hour_ago)
    publish_scheduled()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("text", ["联系人手机 13800138000", "身份证号 11010519491231002X"])
def test_personal_data_stops_at_the_gate_and_nothing_typed_is_lost(signed_in, editor, text: str) -> None:
    body = streamfield([("paragraph", rich_text(f"<p>{text}</p>"))])
    answer = signed_in(editor).post(add_address(), form(body=body) | {"action-submit": "1"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "关于启用新版导师预约规则的通知" in page
    assert NewsPage.objects.filter(live=True).count() == 0
