"""Atom feeds: newest first, permanent ids, nothing that is not public."""

from datetime import date
from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from cms_pages.models import PortalSettings
from tests.factories.content import NewsFactory, PolicyFactory, today

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def read(client, site):
    PortalSettings.objects.update_or_create(
        site=site, defaults={"site_name": "青创通", "host_name": "海澜市人力资源和社会保障局"}
    )

    def feed(address: str) -> ElementTree.Element:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(answer.content)

    return feed


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, ATOM)]


def test_policies_are_told_newest_first_and_undated_ones_last(read) -> None:
    for title, day in (("旧", date(2025, 1, 1)), ("新", date(2026, 1, 1)), ("无日期", None)):
        PolicyFactory(title=title, published_on=day)
    feed = read("/policies/feed/")
    assert texts(feed, "a:entry/a:title") == ["新", "旧", "无日期"]


def test_feed_says_whose_it_is_and_where(read) -> None:
    PolicyFactory()
    feed = read("/policies/feed/")
    assert texts(feed, "a:title") == ["最新政策 - 青创通"]
    assert texts(feed, "a:author/a:name") == ["海澜市人力资源和社会保障局"]
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {"alternate": "http://testserver/policies/", "self": "http://testserver/policies/feed/"}


def test_entry_has_address_summary_dates_and_issuers(read) -> None:
    policy = PolicyFactory(summary="满三年 & 未满五年", published_on=date(2026, 3, 1))
    entry = read("/policies/feed/").find("a:entry", ATOM)
    assert entry.find("a:link", ATOM).get("href") == f"http://testserver/policies/{policy.slug}/"
    assert texts(entry, "a:summary") == ["满三年 &amp; 未满五年"]
    assert texts(entry, "a:published") == ["2026-03-01T00:00:00+08:00"]
    assert len(texts(entry, "a:updated")[0]) > 20
    assert [c.get("term") for c in entry.findall("a:category", ATOM)] == policy.issuer_names


def test_entry_keeps_its_id_when_the_page_is_renamed(read) -> None:
    policy = PolicyFactory(slug="old")
    before = texts(read("/policies/feed/"), "a:entry/a:id")
    policy.slug = "new"
    policy.save()
    assert texts(read("/policies/feed/"), "a:entry/a:id") == before == [policy.translation_key.urn]


def test_feed_has_an_end(read) -> None:
    PolicyFactory.create_batch(31)
    assert len(read("/policies/feed/").findall("a:entry", ATOM)) == 30


def test_private_and_unpublished_pages_are_not_told(read) -> None:
    PolicyFactory(live=False)
    private = PolicyFactory()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert texts(read("/policies/feed/"), "a:entry/a:title") == []


def test_notices_can_be_narrowed_to_kinds(read, client) -> None:
    NewsFactory(title="公示", public_notice=True)
    NewsFactory(title="活动", activity=True)
    NewsFactory(title="资讯")
    assert len(read("/notices/feed/").findall("a:entry", ATOM)) == 3
    assert texts(read("/notices/feed/?kind=public_notice"), "a:entry/a:title") == ["公示"]
    assert len(read("/notices/feed/?kind=public_notice&kind=activity").findall("a:entry", ATOM)) == 2
    assert client.get("/notices/feed/?kind=gossip").status_code == 404


def test_withdrawn_notice_is_told_again_with_its_reason_only(read) -> None:
    NewsFactory(title="名单", withdrawn=True, summary="有误的名单")
    feed = read("/notices/feed/")
    assert texts(feed, "a:entry/a:title") == ["（已撤回）名单"]
    assert texts(feed, "a:entry/a:summary") == ["名单有误，更正后重新公示。"]


def test_reader_who_has_the_feed_gets_304(client, site) -> None:
    NewsFactory(published_on=today())
    first = client.get("/notices/feed/")
    assert first.headers["Cache-Control"] == "public, max-age=600"
    assert client.get("/notices/feed/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_chosen_language_does_not_change_the_feed(client, site) -> None:
    NewsFactory(withdrawn=True)
    before = client.get("/notices/feed/").content
    client.cookies["qc_lang"] = "en"
    assert client.get("/notices/feed/").content == before


@pytest.mark.parametrize("number", [1, 25])
def test_feed_asks_the_same_however_many_entries(client, site, number, django_assert_max_num_queries) -> None:
    NewsFactory.create_batch(number)
    client.get("/notices/feed/")
    with django_assert_max_num_queries(2):
        assert client.get("/notices/feed/").content.count(b"<entry>") == number
