"""Notices and their kinds (P9, B10.4)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cms_pages.choices import NewsKind
from cms_pages.models import NewsPage
from cms_pages.models.news import REQUIRED_BY_KIND
from tests.factories.content import NewsFactory, PolicyFactory

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
