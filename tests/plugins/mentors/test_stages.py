"""The stage of a firm: chosen, remembered, shown and found by its word."""

import pytest

from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.test_pages import text

pytestmark = pytest.mark.django_db


def test_stage_is_a_filter_a_wish_and_a_fact_on_the_page(site, client) -> None:
    """P11: what a visitor chose of stage orders later lists, and is told in words."""
    fitting = MentorFactory(page__title="曾可心", page__stages=["starting", "growing"])
    MentorFactory.create_batch(3)
    narrowed = text(client.get("/mentors/?stage=starting"))
    assert "曾可心" in narrowed
    assert dict(client.session["wishes"]) == {"stage": ["starting"]}
    words = text(client.get("/mentors/"))
    assert "因为你选了“初创期”，相符的导师排在前面。" in words
    assert "创业阶段相符：初创期" in words
    assert "阶段 初创期 、 成长期" in text(client.get(f"/mentors/{fitting.page.slug}/"))


def test_stage_is_found_by_its_word(site, client) -> None:
    MentorFactory(page__title="曾可心", page__stages=["growing"])
    MentorFactory(page__title="解思远")
    found = client.get("/api/v1/mentors/?q=成长期").json()["results"]
    assert [row["name"] for row in found] == ["曾可心"]
