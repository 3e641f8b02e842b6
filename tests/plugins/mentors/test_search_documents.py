"""What the search knows of mentors: who can be asked, when they have time, their figures."""

import pytest

from cms_pages.choices import AvailableTime
from plugins.mentors.figures import Figures, record
from plugins.mentors.search_documents import MentorDocument
from plugins.mentors.showing import quality_of
from search.finding import find
from search.indexing import rebuild
from search.models import Entry
from search.query import SearchQuery, Sort
from tests.factories.mentors import MentorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def indexed(module_site) -> None:
    """Made before the mentors, so that every answer proves that they were followed."""
    list(rebuild())


@pytest.mark.parametrize("trait", ["paused", "former", "ended", "coming", "draft"])
def test_whoever_cannot_be_asked_is_not_found(ask, trait: str) -> None:
    MentorFactory(page__title="李平", **{trait: True})
    assert ask("李平") == []


# Available times ----------------------------------------------------------------------------------------------


def test_mentors_are_filtered_and_counted_by_when_they_have_time(ask, site) -> None:
    evening, weekend = AvailableTime.WORKDAY_EVENING.value, AvailableTime.WEEKEND.value
    MentorFactory(page__title="王雨桐", page__times=[weekend, evening])
    MentorFactory(page__title="李平", page__times=[evening])
    MentorFactory(page__title="尉迟青")
    assert ask(time=(weekend,)) == ["王雨桐"]
    assert sorted(ask(time=(weekend, evening))) == ["李平", "王雨桐"]
    found = find(SearchQuery(kinds=("mentor",), filters={"time": (weekend,)}, facets=("time",)), site)
    assert [(value.value, value.label, value.count) for value in found.facets[0].values] == [
        (evening, "工作日晚上", 2),
        (weekend, "周末", 1),
    ]
    assert found.without == {"time": 3}


def test_facet_of_times_stands_behind_that_of_ways() -> None:
    names = [facet.name for facet in MentorDocument.facets]
    assert names[names.index("way") + 1] == "time"


def test_times_are_a_filter_of_the_search_api(site, client) -> None:
    MentorFactory(page__title="王雨桐", page__times=["weekend"])
    MentorFactory(page__title="李平", page__times=["workday_evening"])
    body = client.get("/api/v1/search/?kind=mentor&time=weekend").json()
    assert [row["title"] for row in body["results"]] == ["王雨桐"]


# Figures ------------------------------------------------------------------------------------------------------


def figures(**changes: object) -> Figures:
    usual = {
        "services": 40,
        "replies": 30,
        "median_reply_hours": 9.5,
        "on_time_share": 1.0,
        "explicit_ratings": 20,
        "mean_rating": 4.6,
        "default_ratings": 10,
    }
    return Figures(**{**usual, **changes})


def test_entry_holds_the_figures_that_are_shown(site) -> None:
    wang = MentorFactory()
    record(wang, figures())
    entry = Entry.objects.get(kind="mentor", key=wang.pk)
    assert (entry.rating, entry.reply_hours) == (4.6, 9.5)
    assert entry.quality == pytest.approx((4.2 * 10 + 4.6 * 20) / 30 / 4 - 0.25)


@pytest.mark.parametrize("recorded", [False, True], ids=["none", "four services"])
def test_entry_of_a_newcomer_has_the_prior_and_no_figures(site, recorded: bool) -> None:
    wang = MentorFactory()
    if recorded:
        record(wang, figures(services=4, replies=4, explicit_ratings=4, mean_rating=1.0, default_ratings=0))
    entry = Entry.objects.get(kind="mentor", key=wang.pk)
    assert (entry.rating, entry.reply_hours) == (None, None)
    assert entry.quality == pytest.approx(quality_of(None))


@pytest.mark.parametrize(
    ("sort", "names"),
    [(Sort.REPLY, ["快", "中", "慢"]), (Sort.RATING, ["慢", "快", "中"])],
)
def test_orders_by_figures_put_those_with_figures_first_and_the_others_by_turns(
    ask, site, sort: Sort, names: list[str]
) -> None:
    for name, hours, mean in (("快", 2.0, 4.5), ("慢", 30.0, 4.9), ("中", 12.0, 4.1)):
        record(MentorFactory(page__title=name), figures(median_reply_hours=hours, mean_rating=mean))
    newcomers = {MentorFactory(page__title=name).page.title for name in ("新甲", "新乙")}
    record(MentorFactory(page__title="新丙"), Figures(services=4, explicit_ratings=4, mean_rating=5.0))
    orders = [
        [hit.title for hit in find(SearchQuery(kinds=("mentor",), sort=sort, turn=turn), site).hits]
        for turn in range(3)
    ]
    assert [order[:3] for order in orders] == [names] * 3
    assert {order[3] for order in orders} == newcomers | {"新丙"}
