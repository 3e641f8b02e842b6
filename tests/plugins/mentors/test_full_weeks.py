"""Whoever has as many requests as they take in a week has a direct link, and nothing else, until the week turns (P10, P25)."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from plugins.mentors.jobs import recount
from plugins.mentors.listing import follow_workload
from plugins.mentors.models import Mentor
from plugins.mentors.settings import MentorSettings
from plugins.mentors.workload import Week, Workload, why_no_more
from portal.plugin.registry import registry
from portal.plugin.switches import save_settings
from portal.working_time.calendar import SHANGHAI
from search.finding import find as search
from search.indexing import drift, rebuild
from search.query import SearchQuery
from search.registry import documents
from tests.factories.cms_pages import FieldFactory
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import settled

pytestmark = pytest.mark.django_db

SUNDAY_NIGHT = datetime(2026, 11, 29, 23, 59, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 27, 10, 0, tzinfo=SHANGHAI), tick=False):
        yield


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[int, Week]]:
    """How many requests of a plugin that brings some each mentor was given in each week."""
    given: Counter[tuple[int, Week]] = Counter()
    workload = Workload(lambda mentor, week: given[mentor.pk, week])
    plugin = registry["mentors"]
    offers = {**plugin.offers, "mentors.workload": (workload,)}
    monkeypatch.setattr(plugin, "offers", offers)
    return given


@pytest.fixture
def wang(site, requests) -> Mentor:
    """Takes two a week; another mentor of the same field takes more."""
    list(rebuild())
    finance = FieldFactory(slug="financing", name="融资")
    MentorFactory(page__title="解思远", page__fields=[finance])
    return MentorFactory(page__title="王雨桐", page__fields=[finance], weekly_cap=2)


@pytest.fixture
def give(requests) -> Callable[[Mentor, int], None]:
    """A plugin gives a mentor so many requests this week, or takes them back."""

    def write(mentor: Mentor, number: int) -> None:
        requests[mentor.pk, Week.of(datetime.now(SHANGHAI).date())] += number
        follow_workload(mentor)
        settled()

    return write


def names(found: Any) -> set[str]:
    return {mentor.card["name"] for mentor in found.items}


def test_full_mentor_is_left_out_and_is_back_when_relieved(wang, give, find) -> None:
    give(wang, 1)
    assert names(find()) == {"王雨桐", "解思远"}
    give(wang, 1)
    assert names(find()) == {"解思远"}
    assert find("王雨桐").total == 0
    assert {value.slug: value.count for value in find().facets[0].values}["financing"] == 1
    give(wang, -1)
    assert names(find()) == {"王雨桐", "解思远"}


def test_everything_public_leaves_them_out_and_the_direct_link_says_why(
    wang, give, site, client: Client
) -> None:
    give(wang, 2)
    listed = client.get("/api/v1/mentors/").json()["results"]
    assert [mentor["name"] for mentor in listed] == ["解思远"]
    assert "王雨桐" not in client.get("/mentors/").content.decode()
    home = client.get("/").content.decode()
    assert "王雨桐" not in home
    assert "1 位导师在聘" in home
    assert search(SearchQuery(text="王雨桐"), site).total == 0

    page = client.get(wang.short_path, follow=True).content.decode()
    assert "名额已满" in page
    assert "解思远" in page
    assert client.get(f"/api/v1/mentors/{wang.code}/").json()["standing"] == "full"
    assert "下周一起" in why_no_more(wang, site)


def test_week_turns_by_itself(wang, give, find, client: Client) -> None:
    give(wang, 2)
    with time_machine.travel(SUNDAY_NIGHT, tick=False):
        assert names(find()) == {"解思远"}
    with time_machine.travel(MONDAY, tick=False):
        assert names(find()) == {"王雨桐", "解思远"}
        assert client.get(f"/api/v1/mentors/{wang.code}/").json()["standing"] == "serving"
        assert not any(wrong for _size, wrong in drift(documents["mentor"]))
        give(wang, 2)
        assert names(find()) == {"解思远"}


def test_cap_that_moves_is_followed(wang, give, find, site) -> None:
    wang.weekly_cap = 3
    wang.save()
    give(wang, 2)
    assert "王雨桐" in names(find())
    wang.weekly_cap = 2
    wang.save()
    settled()
    assert "王雨桐" not in names(find())
    wang.weekly_cap = None
    wang.save()
    settled()
    assert "王雨桐" in names(find())
    assert MentorSettings.for_site(site).weekly_cap > 2
    save_settings(registry["mentors"], site, {"weekly_cap": 2})
    settled()
    assert "王雨桐" not in names(find())


def test_whoever_takes_none_is_left_out_for_good(wang, find, site) -> None:
    wang.weekly_cap = 0
    wang.save()
    settled()
    with time_machine.travel(MONDAY, tick=False):
        assert names(find()) == {"解思远"}
        assert "不接受新的留言和预约" in why_no_more(wang, site)
        assert recount() == 0


def test_job_finds_what_a_plugin_has_not_told(wang, requests, find) -> None:
    requests[wang.pk, Week.of(MONDAY.date())] = 2
    assert recount() == 0
    with time_machine.travel(MONDAY, tick=False):
        assert names(find()) == {"王雨桐", "解思远"}
        assert recount() == 1
        settled()
        assert names(find()) == {"解思远"}
        assert recount() == 0


def test_pause_and_return_keep_the_week(wang, give, find) -> None:
    give(wang, 2)
    for state, there in (("paused", False), ("serving", False)):
        Mentor.objects.filter(pk=wang.pk).update(state=state)
        Mentor.objects.get(pk=wang.pk).save()
        settled()
        assert ("王雨桐" in names(find())) is there
