"""The search of the whole site as its visitors meet it."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms_pages.models import FaqPage, PolicyTopic
from plugins.mentors.choices import ServingState
from search import throttle
from search.counting import count_words
from search.models import BlockedWord, Pin
from tests.factories.cms_pages import FieldFactory
from tests.factories.content import (
    NewsFactory,
    PolicyFactory,
    RecruitmentFactory,
    ServiceCaseFactory,
    today,
)
from tests.factories.mentors import MentorFactory

pytestmark = pytest.mark.usefixtures("site")


def page(client: Client, **parameters: Any) -> str:
    answer = client.get("/search/", parameters)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def links(html: str) -> list[str]:
    """Where the titles lead, in order."""
    return re.findall(r'<h3 class="row-title">\s*<a href="([^"]+)"', html)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_a_mentor_is_shown_with_post_and_what_they_say(client) -> None:
    """A word of a list alone says nothing of a person, nor does the day of their appointment."""
    MentorFactory(
        page__title="王雨桐",
        page__headline="第一笔钱怎么谈",
        page__organisation="海澜某律师事务所",
        page__position="合伙人",
        page__fields=[FieldFactory(slug="loan", name="创业担保贷款")],
    )
    html = page(client, q="担保贷款")
    hit = html[html.index('<article class="row hit') :]
    hit = text_of(hit[: hit.index("</article>")])
    assert hit == "王 王雨桐 海澜某律师事务所 合伙人 第一笔钱怎么谈 创业担保贷款 导师"
    assert '<li class="tag hit">' in html


def test_results_are_grouped_by_kind_with_their_counts(client) -> None:
    PolicyFactory(title="孵化器扶持办法", slug="hatch")
    NewsFactory(title="孵化器开放日", slug="day")
    ServiceCaseFactory(title="孵化器里的第一单", slug="order")
    html = page(client, q="孵化器")
    assert sorted(links(html)) == ["/cases/order/", "/notices/day/", "/policies/hatch/"]
    assert "共 3 条" in text_of(html)
    for label in ("政策", "公告资讯", "服务案例"):
        assert re.search(rf"<h2>{label}</h2>", html)
    assert "<mark>孵化器</mark>" in html


def test_hit_leads_to_the_article(client) -> None:
    PolicyFactory(as_law=True, slug="measures")
    html = page(client, q="公示期为五日")
    assert links(html) == ["/policies/measures/#a10"]
    assert "第十条 公示" in html


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_day_of_a_notice_is_told_and_of_a_mentor_the_face_is_shown(client, sort: str) -> None:
    NewsFactory(title="孵化器开放日", published_on=today(-3))
    MentorFactory(page__headline="孵化器入驻", appointed_on=today(-200))
    html = page(client, q="孵化器", sort=sort)
    days = re.findall(r'<p class="row-date">\s*(.*?)\s*</p>', html)
    assert [re.sub("<[^>]+>", "", day) for day in days] == [str(today(-3))]
    assert html.count('class="portrait small') == 1


def test_kinds_narrow_the_list_and_keep_their_counts(client) -> None:
    PolicyFactory(title="孵化器扶持办法", slug="hatch")
    NewsFactory(title="孵化器开放日", slug="day")
    html = page(client, q="孵化器", kind="notice")
    assert links(html) == ["/notices/day/"]
    assert "去掉" in html
    assert 'value="policy"' in html
    assert sorted(links(page(client, q="孵化器", kind=["notice", "policy"]))) == [
        "/notices/day/",
        "/policies/hatch/",
    ]


def test_filters_of_a_kind_appear_with_it(client) -> None:
    NewsFactory(title="孵化器开放日", public_notice=True)
    assert 'name="notice"' not in page(client, q="孵化器")
    html = page(client, q="孵化器", kind="notice", notice="public_notice")
    assert 'id="notice-public_notice"' in html
    assert "共 1 条" in text_of(html)


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"within": "week"}, ["/notices/new/"]),
        ({"within": "year"}, ["/notices/new/", "/notices/month/"]),
        ({"since": str(today(-60)), "until": str(today(-10))}, ["/notices/month/"]),
        ({"within": "week", "until": str(today(-10))}, ["/notices/old/", "/notices/month/"]),
        ({"within": "nonsense"}, ["/notices/new/", "/notices/month/", "/notices/old/"]),
    ],
)
def test_days_narrow_the_list(client, parameters, found) -> None:
    for slug, age in (("new", 0), ("month", -30), ("old", -800)):
        NewsFactory(title="孵化器开放日", slug=slug, published_on=today(age))
    assert sorted(links(page(client, q="孵化器", **parameters))) == sorted(found)


def test_newest_first_is_one_list_by_day(client) -> None:
    NewsFactory(title="孵化器开放日", slug="old", published_on=today(-50))
    PolicyFactory(title="孵化器扶持办法", slug="hatch", published_on=today(-20))
    NewsFactory(title="孵化器开放日", slug="new", published_on=today(-1))
    html = page(client, q="孵化器", sort="newest")
    assert links(html) == ["/notices/new/", "/policies/hatch/", "/notices/old/"]


def test_without_words_days_and_kinds_list_the_newest(client) -> None:
    NewsFactory(slug="old", published_on=today(-5))
    NewsFactory(slug="new", published_on=today(-1))
    assert links(page(client, kind="notice"))[:2] == ["/notices/new/", "/notices/old/"]


def test_nothing_asked_says_what_can_be(client) -> None:
    html = page(client)
    assert "政策、公告资讯、招募" in html
    assert 'name="kind"' not in html


def test_pages_are_turned_in_the_address(client) -> None:
    for number in range(25):
        NewsFactory(title=f"孵化器开放日 {number}")
    first = page(client, q="孵化器", kind="notice")
    [onward] = re.findall(r'rel="next"\s+href="([^"]+)"', first)
    assert {"q=", "kind=notice", "page=2", "turn="} <= {
        part.partition("=")[0] + "=" + (part.partition("=")[2] if part[:2] in ("ki", "pa") else "")
        for part in onward.lstrip("?").split("&")
    }
    second = unescape(client.get(f"/search/{onward}").content.decode())
    assert len(links(first)) == 20
    assert len(links(second)) == 5
    assert not {*links(first)} & {*links(second)}


def test_relaxed_search_says_what_was_given_up(client) -> None:
    PolicyFactory(title="孵化器扶持办法")
    html = page(client, q="孵化器 殡葬")
    assert "没有同时符合全部词的结果，已放宽：殡葬" in text_of(html)


def test_abbreviation_that_nobody_writes_shows_what_it_is_a_part_of_and_says_so(client) -> None:
    NewsFactory(title="数字化转型沙龙")
    assert "没有写到“erp”的，以下是意思相近的。" in text_of(page(client, q="ERP"))
    NewsFactory(title="ERP 选型课")
    html = page(client, q="ERP")
    assert "意思相近" not in text_of(html)
    assert len(links(html)) == 1


def test_what_is_refused_is_said_not_to_be_looked_for(client) -> None:
    PolicyFactory(title="孵化器扶持办法")
    assert "没有按“律师”查找。" in text_of(page(client, q="不要律师，要孵化器"))
    assert "没有按" not in text_of(page(client, q="孵化器"))
    client.cookies["qc_lang"] = "en"
    assert "Not searched for: 律师" in text_of(page(client, q="不要律师，要孵化器"))


def test_correction_is_told_with_the_way_back(client) -> None:
    PolicyFactory(title="创业担保贷款实施办法", slug="loan")
    count_words()  # what was published becomes known
    html = page(client, q="担报贷款")
    assert links(html) == ["/policies/loan/"]
    assert "已按“" in html
    assert "仍搜索“担报贷款”" in html
    assert "exact=1" in html
    assert "已按“" not in page(client, q="担报贷款", exact="1")


def test_nothing_found_names_what_to_drop(client) -> None:
    PolicyFactory(title="孵化器扶持办法", published_on=today(-100))
    html = page(client, q="孵化器", kind="notice")
    assert "没有找到“孵化器”" in text_of(html)
    assert "去掉“公告资讯” （1 条）" in text_of(html)
    assert 'href="/search/?q=%E5%AD%B5%E5%8C%96%E5%99%A8"' in html


def test_blocked_word_finds_nothing(client) -> None:
    PolicyFactory(title="孵化器扶持办法")
    BlockedWord.objects.create(word="孵化器")
    assert links(page(client, q="孵化器")) == []


def test_pinned_result_stands_first_and_says_so(client, site) -> None:
    NewsFactory(title="孵化器孵化器", slug="plain")
    pinned = PolicyFactory(slug="pinned")
    Pin.objects.create(site=site, query="孵化器", kind="policy", key=pinned.pk)
    html = page(client, q="孵化器")
    assert links(html)[0] == "/policies/pinned/"
    assert "推荐" in html


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ("kind=nonsense&q=a", 200),
        ("topic=nonsense&q=a", 200),
        ("nobody=knows&q=a", 200),
        ("page=0&q=a", 200),
        ("page=-5&q=a", 200),
        ("page=abc&q=a", 200),
        ("page=２&q=a", 200),
        ("page=999999999999&q=a", 200),
        ("page=9999&q=a", 400),
        ("turn=-1&q=a", 200),
        ("turn=99999999&q=a", 200),
        ("sort=nonsense&q=a", 200),
        ("sort=rating&q=a", 200),
        ("since=nonsense&q=a", 400),
        ("since=2026-02-31&q=a", 400),
        ("since=2026-11-20&until=2026-11-01", 400),
        ("since=0001-01-01&until=9999-12-31&q=a", 200),
        ("q=%ff%fe&kind=%00", 200),
        ("&".join(["kind=policy"] * 2000), 200),
    ],
)
def test_no_parameter_breaks_anything(client, parameters, status) -> None:
    answer = client.get(f"/search/?{parameters}")
    assert answer.status_code == status
    if status == 400:
        assert 'role="alert"' in answer.content.decode()


def test_page_is_kept_out_of_search_engines_and_carries_the_labels_of_the_site(client) -> None:
    answer = client.get("/search/?q=孵化器")
    assert answer["X-Robots-Tag"] == "noindex"
    html = answer.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert all(f'name="{label}"' in html for label in ("SiteName", "SiteDomain", "SiteIDCode"))
    assert re.search(r"<title>\s*搜索“孵化器”", html)


def test_queries_do_not_depend_on_the_number_of_hits(client) -> None:
    costs = []
    for number in (1, 5):
        for _place in range(number):
            PolicyFactory(title="孵化器扶持办法")
            NewsFactory(title="孵化器开放日")
            RecruitmentFactory(title="孵化器招募公告")
        page(client, q="孵化器")
        with CaptureQueriesContext(connection) as queries:
            page(client, q="孵化器")
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("address", ["/", "/policies/", "/nowhere/", "/accounts/login/"])
def test_every_page_has_the_box(client, address) -> None:
    html = client.get(address).content.decode()
    assert 'id="site-q"' in html
    assert 'class="search-link"' in html


def test_page_that_is_not_there_leads_to_the_search(client) -> None:
    html = client.get("/nowhere/").content.decode()
    [form] = re.findall(r'<form class="search"[^>]*>.*?</form>', html, re.S)
    assert 'action="/search/"' in form
    assert 'name="q"' in form


def test_front_page_offers_the_whole_site_beside_mentors(client) -> None:
    html = client.get("/").content.decode()
    assert 'formaction="/search/"' in html


# Suggestions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["创", "创业担保", "chuangye", "cydb", "CYDB", "創業"])
def test_suggestions_come_from_the_first_character_pinyin_and_initials(client, typed) -> None:
    PolicyFactory(title="创业担保贷款实施办法", slug="loan")
    html = client.get("/search/suggest/", {"q": typed}).content.decode()
    assert 'href="/policies/loan/"' in html
    assert 'role="group" aria-label="政策"' in html


@pytest.mark.parametrize("typed", ["wangyt", "wangyut", "王于桐"])
def test_half_typed_or_misspelt_name_is_suggested_as_long_as_the_mentor_serves(client, typed) -> None:
    mentor = MentorFactory(page__title="王雨桐")
    assert ">王雨桐</a>" in client.get("/search/suggest/", {"q": typed}).content.decode()
    mentor.state = ServingState.FORMER
    mentor.save()
    assert "王雨桐" not in client.get("/search/suggest/", {"q": typed}).content.decode()


def test_suggested_term_searches_for_itself(client, site) -> None:
    PolicyTopic.objects.create(slug="incubators", name="孵化器")
    html = client.get("/search/suggest/", {"q": "孵"}).content.decode()
    assert 'href="/search/?q=%E5%AD%B5%E5%8C%96%E5%99%A8"' in html


def test_suggested_question_leads_to_itself(client) -> None:
    faq = FaqPage.objects.get()
    asked = [{"question": "入驻要交租金吗？", "answer": "<p>前两年免租。</p>"}]
    faq.groups = [("group", {"title": "入驻", "questions": asked})]
    faq.save_revision().publish()
    assert 'href="/faq/#q1-1"' in client.get("/search/suggest/?q=入驻").content.decode()


def test_suggestions_are_escaped_kept_shortly_and_nobody_elses(client) -> None:
    NewsFactory(title="孵化器<b>开放日</b>")
    NewsFactory(title="孵化器内部通知", live=False)
    answer = client.get("/search/suggest/?q=孵化")
    assert "&lt;b&gt;" in answer.content.decode()
    assert "内部" not in answer.content.decode()
    assert answer["Cache-Control"] == "private, max-age=30"


def test_whoever_asks_too_often_waits(client, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "PER_MINUTE", 2)
    answers = [client.get("/search/suggest/?q=a") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_behind_a_proxy_the_last_address_counts(rf, settings, monkeypatch) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setattr(throttle, "PER_MINUTE", 1)
    waits = [
        throttle.too_often(rf.get("/", headers={"x-forwarded-for": f"10.0.0.{number}, 192.0.2.7"}))
        for number in range(2)
    ]
    assert waits[0] == 0 < waits[1]
    assert throttle.too_often(rf.get("/", headers={"x-forwarded-for": "192.0.2.8"})) == 0
