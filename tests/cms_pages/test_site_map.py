"""The map of the site for readers (X2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms_pages.models import SectionPage
from cms_pages.site_map import columns_of
from portal.plugin.registry import registry
from portal.plugin.switches import switch


@pytest.fixture
def titles(client, site):
    return lambda: client.get("/sitemap/").content.decode()


def test_map_shows_every_column_and_the_standing_pages_below(titles, client) -> None:
    text = titles()
    for address in ("/policies/", "/notices/", "/mentors/", "/services/", "/about/privacy/"):
        assert f'href="{address}"' in text, address


def test_plugin_that_is_off_has_no_column(site) -> None:
    assert "找导师" in [column.page.title for column in columns_of(site)]
    switch(registry["mentors"], site, on=False)
    assert "找导师" not in [column.page.title for column in columns_of(site)]


def test_private_pages_are_not_on_the_map(site) -> None:
    privacy = SectionPage.objects.get(slug="privacy")
    PageViewRestriction.objects.create(page=privacy, restriction_type="login")
    assert privacy.pk not in {child.pk for column in columns_of(site) for child in column.children}


def test_map_costs_the_same_however_many_pages(site) -> None:
    columns_of(site)  # content types are asked for once in a process
    before = queries(site)
    about = SectionPage.objects.get(slug="about")
    for number in range(5):
        about.add_child(instance=SectionPage(title=f"说明 {number}", slug=f"note-{number}"))
    assert queries(site) == before


def queries(site) -> int:
    with CaptureQueriesContext(connection) as asked:
        columns_of(site)
    return len(asked)


def test_every_page_leads_to_the_map(client, site) -> None:
    assert 'href="/sitemap/"' in client.get("/faq/").content.decode()
