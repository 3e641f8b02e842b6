"""Articles of a policy are found by their numbers, on every engine alike."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from wagtail.models import Site

from search.finding import find
from search.query import SearchQuery
from tests.factories.content import NewsFactory, PolicyFactory, article
from tests.search.elastic import address, elastic, server  # noqa: F401 - fixtures

Urls = Callable[[str], list[str]]

MENTORS = [
    article(1, "为规范创业导师的管理，制定本办法。"),
    article(2, "创业导师依照本办法第三条的规定聘任。"),
    article(3, "聘期为三年。", title="聘任"),
    article(10, "导师每年考核一次。"),
    article(12, "本办法由市人社局解释。"),
]
LOANS = [article(number, "贷款由担保机构审核。") for number in (1, 2, 3, 4)]


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def urls(request: pytest.FixtureRequest, site: Site, settings) -> Urls:
    """`urls("第三条")`: where the hits lead, best first, on each engine in turn; two policies and a notice are there."""
    engine = request.param
    if engine == "elasticsearch":
        own = request.getfixturevalue("address")
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = own.url, own.prefix
    PolicyFactory(slug="mentors", title="海澜市创业导师管理办法", body=MENTORS)
    PolicyFactory(slug="loans", title="海澜市创业担保贷款实施细则", body=LOANS)
    NewsFactory(title="第三批导师名单", body=[{"type": "paragraph", "value": "<p>三条新规。</p>"}])
    if engine == "elasticsearch":
        call_command("rebuild_index")

    def ask(text: str) -> list[str]:
        found = find(SearchQuery(text=text), site)
        assert (found.engine, found.degraded) == (engine, False)
        return [hit.url for hit in found.hits]

    return ask


@pytest.mark.parametrize(
    "text",
    [
        "导师管理办法第三条",
        "创业导师管理办法 第三条",
        "导师管理办法第3条",
        "导师 管理办法 第 3 条",
        "導師管理辦法第３條",
        "管理办法 三条",
        "管理办法三条",
        "办法 第3条",
        "办法第三条是什么",
    ],
)
def test_article_is_found_by_the_name_of_its_policy_and_its_number(urls: Urls, text: str) -> None:
    assert urls(text)[0] == "/policies/mentors/#a3"


def test_number_of_an_article_alone_leads_to_it_in_each_policy_that_has_it(urls: Urls) -> None:
    assert sorted(urls("第三条")) == ["/policies/loans/#a3", "/policies/mentors/#a3"]
    assert urls("第十二条") == urls("第12条") == ["/policies/mentors/#a12"]
    assert urls("第四条") == ["/policies/loans/#a4"]
    assert urls("细则第三条")[0] == "/policies/loans/#a3"


def test_number_is_no_part_of_another(urls: Urls) -> None:
    assert sorted(urls("第二条")) == ["/policies/loans/#a2", "/policies/mentors/#a2"]
    assert urls("第十条") == ["/policies/mentors/#a10"]
    assert urls("第九十九条") == urls("第二十条") == []


def test_article_that_a_policy_lacks_is_given_up(urls: Urls) -> None:
    assert urls("导师管理办法第九十九条")[0] == "/policies/mentors/"


@pytest.mark.parametrize("text", ["3", "12", "三", "十二", "三条", "十条", "第三", "条"])
def test_bare_number_does_not_find_every_policy(urls: Urls, text: str) -> None:
    assert not [url for url in urls(text) if url.startswith("/policies/")]
