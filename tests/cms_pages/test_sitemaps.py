"""sitemap.xml and robots.txt: everything public, split, cheap, without what is off."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms_pages import sitemaps
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import NewsFactory, PolicyFactory

MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def read(client, site):
    def addresses(address: str) -> list[str]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/xml"
        tree = ElementTree.fromstring(answer.content)
        return [
            (found.text or "").removeprefix("http://testserver") for found in tree.findall(".//m:loc", MAP)
        ]

    return addresses


def test_index_names_a_part_for_every_type_that_has_pages(read) -> None:
    parts = read("/sitemap.xml")
    assert "/sitemap-homepage.xml" in parts
    assert "/sitemap-policypage.xml" not in parts
    PolicyFactory()
    assert "/sitemap-policypage.xml" in read("/sitemap.xml")


def test_parts_hold_the_addresses_of_the_pages_and_every_address_opens(read, client) -> None:
    policy, notice = PolicyFactory(), NewsFactory()
    assert read("/sitemap-homepage.xml") == ["/"]
    assert read("/sitemap-policypage.xml") == [f"/policies/{policy.slug}/"]
    assert read("/sitemap-newspage.xml") == [f"/notices/{notice.slug}/"]
    assert read("/sitemap-policyindexpage.xml") == ["/policies/"]
    for part in read("/sitemap.xml"):
        for address in read(part):
            assert client.get(address).status_code == 200, address


def test_every_entry_tells_when_it_changed(client, site) -> None:
    policy = PolicyFactory()
    policy.save_revision().publish()
    text = client.get("/sitemap-policypage.xml").content.decode()
    assert f"<lastmod>{policy.last_published_at or policy.latest_revision_created_at:%Y}" in text
    index = client.get("/sitemap.xml").content.decode()
    assert "<lastmod>" in index


def test_private_pages_are_not_in_the_map(read) -> None:
    policy = PolicyFactory()
    PageViewRestriction.objects.create(page=policy, restriction_type=PageViewRestriction.LOGIN)
    PolicyFactory(live=False)
    assert "/sitemap-policypage.xml" not in read("/sitemap.xml")
    assert read("/sitemap-policypage.xml") == []


def test_pages_of_a_plugin_that_is_off_are_not_in_the_map(read, site) -> None:
    page = MentorPageFactory()
    assert f"/mentors/{page.slug}/" in read("/sitemap-mentorpage.xml")
    switch(registry["mentors"], site, on=False)
    assert not [part for part in read("/sitemap.xml") if "mentor" in part]
    assert read("/sitemap-mentorpage.xml") == []


def test_long_parts_are_split_into_pages(read, client, monkeypatch) -> None:
    monkeypatch.setattr(sitemaps.TypeSitemap, "limit", 2)
    PolicyFactory.create_batch(5)
    parts = [part for part in read("/sitemap.xml") if "policypage" in part]
    assert parts == ["/sitemap-policypage.xml", "/sitemap-policypage.xml?p=2", "/sitemap-policypage.xml?p=3"]
    assert [len(read(part)) for part in parts] == [2, 2, 1]
    assert client.get("/sitemap-policypage.xml?p=4").status_code == 404
    assert client.get("/sitemap-policypage.xml?p=x").status_code == 404


def reads(client, address: str) -> int:
    """How many questions to the database an address costs; the savepoints around plugins exist in tests only."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum(query["sql"].startswith("SELECT") for query in asked.captured_queries)


@pytest.mark.parametrize("number", [1, 30])
def test_map_asks_the_same_however_many_pages(client, site, number) -> None:
    PolicyFactory.create_batch(number)
    assert reads(client, "/sitemap.xml") == 1
    assert reads(client, "/sitemap-policypage.xml") == 2


def test_unknown_part_is_not_found(client, site) -> None:
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_map_is_shared_and_tagged(client, site) -> None:
    for address in ("/sitemap.xml", "/sitemap-homepage.xml", "/robots.txt"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert "Vary" not in answer.headers
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_robots_are_told_where_the_map_is_and_what_is_not_for_them(client, site) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    for closed in ("/admin/", "/accounts/", "/preferences/"):
        assert f"Disallow: {closed}" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
