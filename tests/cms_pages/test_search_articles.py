"""Articles of a policy are found by their numbers, on every engine alike."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Site

from search.finding import find
from search.query import SearchQuery
from tests.factories.content import NewsFactory, PolicyFactory, article
from tests.search.elastic import module_address, server  # noqa: F401 - fixtures

Urls = Callable[[str], list[str]]

MENTORS = [
    article(1, "为规范创业导师的管理，制定本办法。"),
    article(2, "创业导师依照本办法第三条的规定聘任。"),
    article(3, "聘期为三年。", title="聘任"),
    article(10, "导师每年考核一次。", [("服务次数；", ["线上；", "线下；"]), "服务评价；", "材料齐全。"]),
    article(12, "本办法由市人社局解释。"),
]
CENTRE = [article(number, "导师按创业导师管理办法聘任，导师由中心管理，办法另定。") for number in (50, 51)]
LOANS = [article(number, "贷款由担保机构审核。") for number in (1, 2, 3, 4)]
POLICIES = [
    ("mentors", "海澜市创业导师管理办法", MENTORS),
    ("loans", "海澜市创业担保贷款实施细则", LOANS),
    ("centre", "海澜市创业赋能中心管理办法", CENTRE),
]


@pytest.fixture(
    scope="module", params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
)
def engine(request: pytest.FixtureRequest, module_site: Site) -> Iterator[str]:
    """Each engine in turn, with three policies and two notices that nobody changes."""
    configured: Any = nullcontext()
    if request.param == "elasticsearch":
        own = request.getfixturevalue("module_address")
        configured = override_settings(ELASTICSEARCH_URL=own.url, ELASTICSEARCH_PREFIX=own.prefix)
    with configured, transaction.atomic():
        publish()
        if request.param == "elasticsearch":
            call_command("rebuild_index")
        yield request.param
        transaction.set_rollback(True)


def publish() -> None:
    """The policies' own numbers are none that a test asks for."""
    for number, (slug, title, body) in enumerate(POLICIES, start=41):
        PolicyFactory(slug=slug, title=title, body=body, document_number=f"海人社规〔2026〕{number}号")
    NewsFactory(title="第三批导师名单", body=[{"type": "paragraph", "value": "<p>三条新规。</p>"}])
    text = "依照细则第三条之一办理，见第十条之二第一项。"
    NewsFactory(slug="inserted", title="办理提示", body=[{"type": "paragraph", "value": f"<p>{text}</p>"}])


@pytest.fixture
def urls(engine: str, site: Site) -> Urls:
    """`urls("第三条")`: where the hits lead, best first."""

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


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("导师管理办法第十条第二项", "a10-2"),
        ("导师管理办法第十条（二）", "a10-2"),
        ("导师管理办法第10条(2)项", "a10-2"),
        ("导师管理办法 第 10 条 第 2 项", "a10-2"),
        ("管理办法十条二项", "a10-2"),
        ("导师管理办法第十条㈡", "a10-2"),
        ("导师管理办法第十条第一款第（三）项", "a10-3"),
        ("第十条第三项", "a10-3"),
        ("导师管理办法第十条第一项第二目", "a10-1-2"),
        ("导师管理办法第十条第三项第二目", "a10-3"),
        ("导师管理办法第十条第一款", "a10"),
        ("导师管理办法第十条第九项", "a10"),
        ("导师管理办法第三条第二项", "a3"),
    ],
)
def test_item_that_is_named_is_led_to(urls: Urls, text: str, anchor: str) -> None:
    assert urls(text)[0] == f"/policies/mentors/#{anchor}"


def test_inserted_article_is_one_of_its_own(urls: Urls) -> None:
    assert urls("第三条之一") == urls("第10条之2") == ["/notices/inserted/"]
    assert urls("细则第三条之一的规定")[0] == "/notices/inserted/"
    assert urls("第三条之二") == []


@pytest.mark.parametrize("text", ["导师管理办法", "创业导师管理办法", "导师管理办法第九十九条"])
def test_policy_that_is_called_so_comes_before_one_that_speaks_of_it(urls: Urls, text: str) -> None:
    assert urls(text)[0].startswith("/policies/mentors/")


def test_label_of_an_item_is_no_word(urls: Urls) -> None:
    assert urls("二") == []
