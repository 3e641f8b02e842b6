"""The skeleton of a site: complete, repeatable, and safe from publishing alone."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Page, Site, Task, Workflow

from cms_pages.library_access import NOT_SHARED, SHARED
from cms_pages.models import HomePage
from cms_pages.site_setup import SECTIONS, create_site
from portal.roles.table import APPROVER


def test_every_section_is_there_once_however_often_it_runs(site: Site) -> None:
    create_site()
    create_site()
    home = HomePage.objects.get()
    slugs = list(Page.objects.child_of(home).values_list("slug", flat=True))
    assert sorted(slugs) == sorted(slug for _model, slug, _fields in SECTIONS)
    assert Site.objects.get().root_page_id == home.pk


def test_what_the_city_changed_stays(site: Site) -> None:
    faq = Page.objects.get(slug="faq")
    faq.title = "大家常问"
    faq.save()
    create_site()
    assert Page.objects.get(slug="faq").title == "大家常问"


def test_collection_for_all_is_there_once_and_stays_as_the_city_names_it(site: Site) -> None:
    (shared,) = Collection.get_first_root_node().get_children()
    assert shared.name == SHARED
    Collection.objects.filter(pk=shared.pk).update(name="图库")
    create_site()
    assert [found.name for found in Collection.objects.order_by("path")] == [NOT_SHARED, "图库"]


def test_only_approvers_hold_the_right_to_publish(site: Site) -> None:
    """And not for what they edited last: tests/cms_pages/test_moderation.py."""
    holders = GroupPagePermission.objects.filter(permission__codename="publish_page")
    assert set(holders.values_list("group__name", flat=True)) == {APPROVER.group}
    rights = set(GroupPagePermission.objects.values_list("permission__codename", flat=True))
    assert rights == {"add_page", "change_page", "publish_page"}
    assert not Group.objects.filter(name__in=("Editors", "Moderators")).exists()
    assert [workflow.name for workflow in Workflow.objects.all()] == ["内容审核"]
    assert [task.name for task in Task.objects.all()] == ["内容审核"]


def test_roots_have_names_that_staff_understand(site: Site) -> None:
    assert Page.get_first_root_node().title == "全部页面"
    assert Collection.get_first_root_node().name == NOT_SHARED


@pytest.mark.parametrize(
    "address", ["/admin/images/", "/admin/documents/", "/admin/snippets/cms_pages/field/"]
)
def test_editors_reach_their_tools(signed_in, editor, address: str) -> None:
    assert signed_in(editor).get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/admin/users/", "/admin/settings/cms_pages/portalsettings/1/", "/admin/plugins/"]
)
def test_editors_reach_nothing_else(signed_in, editor, address: str) -> None:
    assert signed_in(editor).get(address).status_code in (302, 403)


def test_first_address_that_the_site_is_told_is_its_own(site: Site) -> None:
    """Wagtail's migration has made a site of its own; canonical addresses, feeds and the API speak with its name."""
    Site.objects.update(hostname="localhost", port=80)
    create_site(hostname="portal.example", port=443)
    assert Site.objects.get().root_url == "https://portal.example"
    create_site(hostname="other.example", port=80)
    assert Site.objects.get().hostname == "portal.example"
