"""What everybody may see: live, of this site, without a restriction above it, of a plugin that is on."""

import pytest
from wagtail.models import Page, PageViewRestriction

from cms_pages.models import MentorPage, PolicyPage
from cms_pages.visibility import leads_somewhere, visible
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import PolicyFactory


def seen(model, site) -> set[int]:
    return set(visible(model.objects.all(), site).values_list("pk", flat=True))


def test_live_pages_are_visible_and_drafts_are_not(site) -> None:
    page, _draft = PolicyFactory(), PolicyFactory(live=False)
    assert seen(PolicyPage, site) == {page.pk}


@pytest.mark.parametrize("level", ["the page", "its section", "the whole site"])
def test_a_restriction_hides_everything_below(site, level) -> None:
    page, other = PolicyFactory(), MentorPageFactory()
    restricted = {"the page": page, "its section": page.get_parent(), "the whole site": site.root_page}[level]
    PageViewRestriction.objects.create(
        page=restricted, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert seen(PolicyPage, site) == set()
    assert seen(MentorPage, site) == (set() if level == "the whole site" else {other.pk})


def test_pages_of_a_plugin_go_with_it(site) -> None:
    page = MentorPageFactory()
    assert seen(MentorPage, site) == {page.pk}
    switch(registry["mentors"], site, on=False)
    assert seen(MentorPage, site) == set()


def test_another_site_and_no_site_see_nothing_of_this_one(site) -> None:
    PolicyFactory()
    site.root_page = Page.get_first_root_node().add_child(instance=Page(title="另一个网站", slug="elsewhere"))
    assert seen(PolicyPage, site) == seen(PolicyPage, None) == set()


def test_asking_is_one_query(site, django_assert_num_queries) -> None:
    assert site.root_page  # kept with the site, as for every request
    PolicyFactory.create_batch(3)
    with django_assert_num_queries(1):
        list(visible(PolicyPage.objects.all(), site))


@pytest.mark.parametrize("path", ["/mentors/", "/mentors/?field=law", "/mentors/wang/", "mentors"])
def test_address_of_a_plugin_leads_nowhere_while_it_is_off(site, path) -> None:
    assert leads_somewhere(path, site)
    switch(registry["mentors"], site, on=False)
    assert not leads_somewhere(path, site)
    for other in ("/", "/faq/", "/nowhere/", "https://elsewhere.example/mentors"):
        assert leads_somewhere(other, site)


def test_home_leaves_out_shortcuts_to_a_plugin_that_is_off(client, site) -> None:
    home = site.root_page.specific
    home.shortcuts = [
        ("link", {"label": "找个导师", "path": "/mentors/?field=law"}),
        ("link", {"label": "常见问答", "path": "/faq/"}),
    ]
    home.save()
    assert "找个导师" in client.get("/").content.decode()
    switch(registry["mentors"], site, on=False)
    text = client.get("/").content.decode()
    assert "找个导师" not in text
    assert "常见问答" in text
