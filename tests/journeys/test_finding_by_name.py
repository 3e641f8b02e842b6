"""Whoever knows the name, or half of it, finds the mentor: people and programs (A12)."""

import pytest
from django.test import Client

from plugins.mentors.models import Mentor
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import settled


@pytest.fixture(scope="module")
def made(module_site) -> int:
    """One among four."""
    mentor = MentorFactory(page__title="王雨桐", page__headline="把账看明白")
    MentorFactory.create_batch(3)
    settled()
    return mentor.pk


@pytest.fixture
def wang(made: int, site) -> Mentor:
    return Mentor.objects.select_related("page").get(pk=made)


@pytest.mark.parametrize("typed", ["王雨桐", "雨桐", "wangyutong", "wyt", "ＷＹＴ", "王雨同"])
def test_programs_find_whom_people_find(wang: Mentor, client: Client, typed: str) -> None:
    """By name, half a name, pinyin, initials, full-width letters, and with a slip."""
    listed = client.get("/mentors/", {"q": typed}).content.decode()
    assert f'href="/mentors/{wang.page.slug}/"' in listed
    [row] = client.get("/api/v1/mentors/", {"q": typed}).json()["results"]
    assert row["code"] == wang.code
    assert client.get(row["detail_url"]).json()["standing"] == "serving"
