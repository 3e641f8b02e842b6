"""The database holds exactly what the table says."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms_pages.models import HomePage, MentorIndexPage, ServiceCaseIndexPage
from portal.plugin.registry import registry
from portal.roles.groups import apply_table, names_of
from portal.roles.table import EDITOR, MENTOR_CLERK, ROLES
from tests.portal.plugin.conftest import plugin

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize("slug", ROLES)
def test_a_roles_group_has_the_permissions_of_the_table(slug: str) -> None:
    group = Group.objects.get(name=ROLES[slug].group)
    held = {f"{found.content_type.app_label}.{found.codename}" for found in group.permissions.all()}
    assert held == names_of(ROLES[slug])


def test_rights_to_write_begin_where_the_table_says() -> None:
    rows = GroupPagePermission.objects.filter(group__name=MENTOR_CLERK.group)
    assert {(row.page_id, row.permission.codename) for row in rows} == {
        (page.pk, verb)
        for page in (MentorIndexPage.objects.get(), ServiceCaseIndexPage.objects.get())
        for verb in ("add_page", "change_page")
    }


def test_what_somebody_added_to_a_roles_group_is_taken_away() -> None:
    group = Group.objects.get(name=EDITOR.group)
    extra = Permission.objects.get(content_type__app_label="accounts", codename="delete_user")
    group.permissions.add(extra)
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=HomePage.objects.get(), permission=publish)
    apply_table()
    assert not group.permissions.filter(pk=extra.pk).exists()
    assert not GroupPagePermission.objects.filter(group=group, permission=publish).exists()


def test_applying_the_table_again_changes_nothing() -> None:
    def state():
        return (
            set(GroupPagePermission.objects.values_list("group", "page", "permission")),
            set(GroupCollectionPermission.objects.values_list("group", "permission")),
            set(Group.permissions.through.objects.values_list("group", "permission")),
        )

    before = state()
    apply_table()
    assert state() == before


def test_plugins_add_rights_to_roles() -> None:
    assert "mentors.change_mentor" in names_of(MENTOR_CLERK)
    assert "mentors.change_mentor" not in names_of(EDITOR)


def test_a_permission_that_does_not_exist_is_named(install) -> None:
    install(plugin("odd", grants={"editor": ("odd.fly",)}))
    assert registry["odd"].grants
    with pytest.raises(LookupError, match=r"Role editor: there is no permission odd\.fly"):
        apply_table()
