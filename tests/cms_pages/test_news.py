"""Notices and their kinds (P9, B10.4)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms_pages.choices import NewsKind
from cms_pages.models import NewsPage
from cms_pages.models.news import REQUIRED_BY_KIND
from tests.factories.content import NewsFactory, PolicyFactory, today
from tests.statements import asked

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize(("kind", "fields"), REQUIRED_BY_KIND.items())
def test_each_kind_demands_its_own_fields(kind: str, fields: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refusal:
        NewsFactory(kind=kind)
    assert set(refusal.value.message_dict) == set(fields)


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2026, 12, 13), None), (date(2026, 12, 14), 5), (date(2026, 12, 18), 1), (date(2026, 12, 19), 0)],
)
def test_notice_period_counts_both_ends(day: date, left: int | None) -> None:
    notice = NewsFactory(
        kind=NewsKind.PUBLIC_NOTICE, notice_starts=date(2026, 12, 14), notice_ends=date(2026, 12, 18)
    )
    assert notice.notice_days == 5
    assert notice.notice_days_left(day) == left
    running = list(NewsPage.objects.under_notice(day))
    assert running == ([notice] if left else [])


def test_notice_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="结束不能早于开始"):
        NewsFactory(public_notice=True, notice_ends=date(2020, 1, 1))


def test_withdrawal_needs_a_reason() -> None:
    with pytest.raises(ValidationError, match="原因"):
        NewsFactory(withdrawn_on=date(2026, 1, 1))


def test_withdrawn_notice_keeps_its_address_and_shows_only_the_reason(client: Client) -> None:
    notice = NewsFactory(withdrawn=True, slug="list")
    answer = client.get("/notices/list/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert notice.withdrawal_reason in page
    assert "120 位创业者" not in page


def test_interpretation_and_policy_link_both_ways(client: Client) -> None:
    policy = PolicyFactory(slug="measures")
    NewsFactory(kind=NewsKind.INTERPRETATION, interprets=policy, slug="explained", title="一图读懂入驻办法")
    assert "/policies/measures/" in client.get("/notices/explained/").content.decode()
    assert "一图读懂入驻办法" in client.get("/policies/measures/").content.decode()


def listed(client: Client, address: str) -> list[str]:
    """The titles of the rows that the list found."""
    results = client.get(address).context["results"]
    return [hit.title for hit in results.hits]


def test_list_is_found_by_the_search_of_the_site(client: Client) -> None:
    """C3, C4: inner words, pinyin, the body; what was corrected is told, what was found is marked."""
    NewsFactory(title="第三批入驻名单公告", published_on=date(2026, 3, 1))
    NewsFactory(title="开班通知", body=[{"type": "paragraph", "value": "<p>讲解税务筹划。</p>"}])
    assert listed(client, "/notices/?q=名单") == ["第三批入驻名单公告"]
    assert listed(client, "/notices/?q=ruzhu") == ["第三批入驻名单公告"]
    assert listed(client, "/notices/?q=税务筹划") == ["开班通知"]
    page = client.get("/notices/?q=人驻").content.decode()
    assert "已按“入驻”搜索" in page
    assert "第三批<mark>入驻</mark>名单公告" in page
    assert listed(client, "/notices/?q=人驻&exact=1") == []


def test_list_is_filtered_by_kind_and_year_and_old_addresses_lead_where_they_led(client: Client) -> None:
    NewsFactory(title="旧闻", published_on=date(2025, 3, 1))
    NewsFactory(title="沙龙", activity=True, published_on=date(2026, 3, 1))
    assert listed(client, "/notices/") == ["沙龙", "旧闻"]
    for address in ("/notices/?notice=activity", "/notices/?kind=activity", "/notices/?year=2026"):
        assert listed(client, address) == ["沙龙"]
    facets = client.get("/notices/?kind=activity").context["results"].facets
    assert {facet.name: {value.slug: value.count for value in facet.values} for facet in facets} == {
        "notice": {"activity": 1, "news": 1},
        "year": {"2026": 1},
    }


def test_list_says_what_was_withdrawn_lately_and_why(client: Client) -> None:
    """P9: it is found no more, so whoever has read it is told."""
    NewsFactory(title="撤回的名单", withdrawn=True)
    NewsFactory(title="早已撤回", withdrawn_on=today(-31), withdrawal_reason="过时。")
    hidden = NewsFactory(title="内部名单", withdrawn=True)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    answer = client.get("/notices/")
    assert listed(client, "/notices/") == []
    assert [page.title for page in answer.context["withdrawn"]] == ["撤回的名单"]
    assert "名单有误，更正后重新公示。" in answer.content.decode()
    assert "内部名单" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/notices/", "/notices/?q=路演&year=2026"])
def test_list_asks_as_many_queries_for_one_notice_as_for_twenty(client: Client, address: str) -> None:
    costs = []
    for number in (1, 19):
        NewsFactory.create_batch(number, title="路演", published_on=date(2026, 3, 1))
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        costs.append(len(asked(captured)))
    assert costs[0] == costs[1]
