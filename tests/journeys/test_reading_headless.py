"""A headless client reads through the API what the pages show (C1)."""

import pytest
from django.test import Client

from tests.factories.content import NewsFactory, PolicyFactory

pytestmark = pytest.mark.usefixtures("site")


def test_a_policy_reads_the_same_on_the_page_and_through_both_apis(client: Client) -> None:
    policy = PolicyFactory(as_law=True, slug="centre")
    page = client.get("/policies/centre/").content.decode()
    ours = client.get("/api/v1/policies/centre/").json()
    wagtails = client.get(f"/api/v2/pages/{policy.pk}/").json()
    assert ours["title"] == wagtails["title"] == policy.title
    for text in ("核对社保缴纳。", "公示期为五日。"):
        assert text in page
        assert text in str(ours)
        assert text in str(wagtails)
    for anchor in ("a2-2-1", "a10"):
        assert f'id="{anchor}"' in page
        assert anchor in str(ours)


def test_a_list_reads_the_same(client: Client) -> None:
    for _ in range(3):
        NewsFactory()
    titles = [row["title"] for row in client.get("/api/v1/notices/").json()["results"]]
    page = client.get("/notices/").content.decode()
    assert len(titles) == 3
    assert all(title in page for title in titles)
