"""/api/v1/mentors/, read page by page: everybody once, in the order of the whole."""

import pytest
import time_machine

from tests.factories.mentors import mentors
from tests.plugins.mentors.conftest import settled
from tests.plugins.mentors.test_api import LIST, names, read_all

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def thirteen(module_site) -> None:
    mentors(13, page__headline="一句话")
    settled()


@pytest.mark.parametrize("sort", ["relevance", "reply", "rating", "newest"])
def test_pages_hold_every_mentor_once_in_the_order_of_the_whole(client, sort) -> None:
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False):  # within one turn
        whole = names(client.get(f"{LIST}?sort={sort}&limit=50").json())
        assert len(whole) == 13
        assert read_all(client, f"sort={sort}&limit=5") == whole
