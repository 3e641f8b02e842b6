"""Staff read the names of permissions in the portal's words."""

import re

import pytest
from django.contrib.auth.models import Permission

from portal.roles.permission_names import name_permissions

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize(
    ("app", "codename", "name"),
    [
        ("cms_pages", "add_field", "可以添加擅长领域"),
        ("accounts", "delete_user", "可以删除账号"),
        ("wagtailcore", "change_page", "可以修改页面"),
        ("wagtailcore", "publish_page", "发布任意页面"),
        ("identity", "verify_at_counter", "在窗口核验实名身份"),
    ],
)
def test_permission_has_a_chinese_name(app: str, codename: str, name: str) -> None:
    found = Permission.objects.get(content_type__app_label=app, codename=codename)
    assert found.name == name


def test_names_are_written_once(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        name_permissions()


def test_page_of_groups_is_chinese(signed_in, manager) -> None:
    page = signed_in(manager).get("/admin/groups/new/").content.decode()
    form = re.sub(r"<script.*?</script>", "", page[page.index("<main") :], flags=re.S)
    texts = {text.strip() for text in re.findall(r">([^<>]+)<", form)}
    assert "可以添加擅长领域" in texts
    assert {text for text in texts if "Can " in text or "Wagtail" in text} == set()


def test_lists_say_yes_no_and_their_columns_in_chinese(signed_in, manager) -> None:
    client = signed_in(manager)
    sites, users = (client.get(f"/admin/{name}/").content.decode() for name in ("sites", "users"))
    assert "Root page" not in sites
    assert "根页面" in sites
    assert not re.search(r">\s*(True|False)\s*<", users)
    assert 'aria-label="Actions"' not in sites
