"""Upload, preview, save: what an editor sees in the admin."""

import html
import re

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms_pages.models import PolicyPage
from portal.accounts.models import User
from tests.cms_pages.policy_import.conftest import as_docx, load
from tests.conftest import person


@pytest.fixture
def desk(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def outsider(site) -> User:
    """Somebody who may enter the admin but not add pages."""
    user = person("outsider", "钱访客")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def upload(client: Client, content: str | bytes, name: str = "measures.txt"):
    data = content.encode() if isinstance(content, str) else content
    page = client.get(reverse("policy_import"))
    parent = re.search(r'name="parent" value="(\d+)"', page.content.decode())
    assert parent
    return client.post(
        reverse("policy_import"), {"file": SimpleUploadedFile(name, data), "parent": parent[1]}
    )


def signed(response) -> str:
    field = re.search(r'name="document" value="([^"]+)"', response.content.decode())
    assert field
    return html.unescape(field[1])


def save(client: Client, document: str, **extra: str):
    return client.post(reverse("policy_import_save"), {"document": document, **extra}, follow=True)


def test_upload_when_readable_then_preview_and_nothing_saved(desk: Client) -> None:
    response = upload(desk, load("station_measures_web"))
    text = response.content.decode()
    assert response.status_code == 200
    for expected in (
        "海澜市财政局",
        "2029-03-30",
        "第六章 附则",
        "第三条 运行原则",
        "8.协议约定的其他情形",
        "文号为空",
        "略去重复的标题",
    ):
        assert expected in text
    assert not PolicyPage.objects.exists()


@pytest.mark.parametrize("make", [str.encode, as_docx], ids=["txt", "docx"])
def test_preview_when_confirmed_then_draft_and_on_to_its_editor(desk: Client, editor: User, make) -> None:
    response = save(desk, signed(upload(desk, make(load("station_measures_web")), name="whatever")))
    page = PolicyPage.objects.get()
    assert response.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[page.pk]), 302)]
    assert response.status_code == 200
    assert "已保存为草稿" in response.content.decode()
    assert not page.live
    assert page.owner == editor
    assert len(page.articles) == 18


def test_upload_when_refused_then_every_reason_with_its_line(desk: Client) -> None:
    response = upload(desk, "海澜市甲办法\n第一章 总则\n散落的文字。\n第一条\n第二条 乙可以申请。")
    text = response.content.decode()
    assert response.status_code == 422
    assert "第 3 行" in text
    assert "第 4 行" in text
    assert "保存为草稿</button>" not in text


def test_upload_when_no_file_is_chosen_then_the_field_says_so(desk: Client) -> None:
    response = desk.post(reverse("policy_import"), {"parent": "0"})
    assert response.status_code == 422


def test_upload_when_larger_than_the_setting_then_refused(desk: Client, settings) -> None:
    settings.POLICY_IMPORT_MAX_BYTES = 100
    assert upload(desk, load("station_measures_web")).status_code == 422


def test_preview_when_document_is_on_the_site_then_link_and_a_choice(desk: Client) -> None:
    document = signed(upload(desk, load("station_measures_web")))
    save(desk, document)
    first = PolicyPage.objects.get()
    preview = upload(desk, load("station_measures_web")).content.decode()
    assert "本站已有这份文件" in preview
    assert reverse("wagtailadmin_pages:edit", args=[first.pk]) in preview
    again = save(desk, document)
    assert again.status_code == 422
    assert 'name="again"' in again.content.decode()
    assert PolicyPage.objects.count() == 1
    save(desk, document, again="on")
    assert PolicyPage.objects.count() == 2


def test_preview_when_a_field_is_too_long_then_no_way_to_save(desk: Client) -> None:
    text = f"海澜市甲办法\n（联系单位：{'长' * 81}）\n第一条 本办法自2026年4月1日起施行。"
    page = upload(desk, text).content.decode()
    assert "还不能保存" in page
    assert "保存为草稿</button>" not in page


def test_confirmation_when_changed_late_or_of_another_user_then_nothing_saved(
    desk: Client, approver: User
) -> None:
    document = signed(upload(desk, load("station_measures_web")))
    save(desk, document[:-2])
    other = Client()
    other.force_login(approver)
    save(other, document)
    with time_machine.travel("2100-01-01", tick=False):
        late = Client()
        late.force_login(User.objects.get(username="editor"))
        save(late, document)
    assert not PolicyPage.objects.exists()


def test_confirmation_when_empty_then_back_to_the_upload(desk: Client) -> None:
    response = desk.post(reverse("policy_import_save"))
    assert (response.status_code, response.url) == (302, reverse("policy_import"))


def test_importer_when_user_may_not_add_policies_then_refused(outsider: User) -> None:
    client = Client()
    client.force_login(outsider)
    for response in (
        client.get(reverse("policy_import")),
        client.post(reverse("policy_import_save"), {"document": "x"}),
    ):
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_importer_when_nobody_is_logged_in_then_login_page(site) -> None:
    response = Client().get(reverse("policy_import"))
    assert response.status_code == 302
    assert "login" in response.url


def test_menu_when_user_may_add_policies_then_shown_else_not(desk: Client, outsider: User) -> None:
    assert reverse("policy_import") in desk.get("/admin/").content.decode()
    other = Client()
    other.force_login(outsider)
    assert reverse("policy_import") not in other.get("/admin/").content.decode()


def test_preview_when_text_looks_like_markup_then_escaped(desk: Client) -> None:
    page = upload(
        desk, "海澜市甲办法\n第一条 填写<script>alert(1)</script>处的内容，一并提交。"
    ).content.decode()
    assert "<script>alert(1)" not in page


def test_section_when_user_may_use_several_then_a_choice(site, desk: Client) -> None:
    admin = Client()
    admin.force_login(person("root", "管理员", is_superuser=True))
    assert "读取并预览" in admin.get(reverse("policy_import")).content.decode()
