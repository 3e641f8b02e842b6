"""/api/v1/mentors/ over one city: what the page shows, corrections, preferences, the tag of an answer."""

import pytest
from django.test import Client

from cms_pages.choices import Way
from tests.factories.cms_pages import DistrictFactory, FieldFactory
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import settled
from tests.plugins.mentors.test_api import LIST, names, read_all

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def city(module_site) -> None:
    law = FieldFactory(slug="law", name="合同法务")
    north = DistrictFactory(slug="beiling", name="北岭市")
    MentorFactory(page__title="王晓明")
    MentorFactory(page__title="解思远", page__fields=[law], page__district=north)
    MentorFactory(page__title="尉迟青", page__fields=[law], page__ways=[Way.VIDEO.value])
    MentorFactory(page__title="曾可心", paused=True)
    settled()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "field=law",
        "field=law&field=financing",
        "field=law&district=beiling",
        "way=video",
        "stage=starting",
        "q=北岭",
        "q=wxm",
        "field=nonsense",
        "sort=rating",
        "sort=newest&field=law",
    ],
)
def test_list_gives_the_rows_counts_and_order_of_the_page(client, query) -> None:
    body = client.get(f"{LIST}?{query}&total=true").json()
    listing = client.get(f"/mentors/?{query}").context["listing"]
    assert names(body) == [mentor.card["name"] for mentor in listing.items]
    assert body["total"] == listing.total
    facets = {
        facet["name"]: {v["slug"]: (v["count"], v["selected"]) for v in facet["values"]}
        for facet in body["facets"]
    }
    shown = {facet.name: {v.slug: (v.count, v.selected) for v in facet.values} for facet in listing.facets}
    assert facets == shown


def test_answer_says_how_words_were_taken_and_what_each_filter_costs(client) -> None:
    corrected = client.get(f"{LIST}?q=荣资").json()
    assert corrected["corrections"] == [{"typed": "荣资", "meant": "融资"}]
    assert client.get(f"{LIST}?q=荣资&exact=true").json()["corrections"] == []
    assert client.get(f"{LIST}?q=融资 殡葬").json()["relaxed"] == ["殡葬"]
    narrow = client.get(f"{LIST}?field=law&district=beiling").json()
    assert (narrow["total"], narrow["exact"], narrow["without"]) == (1, True, {"field": 1, "district": 2})


def test_preferred_values_order_the_list_and_nobody_else_is_given_it(client) -> None:
    MentorFactory.create_batch(4)
    response = client.get(f"{LIST}?prefer_field=law&prefer_district=beiling&prefer_industry=nonsense")
    rows = response.json()["results"]
    assert [(row["name"], row["reasons"]) for row in rows[:3]] == [
        ("解思远", ["擅长领域相符：合同法务", "区市相符：北岭市"]),
        ("尉迟青", ["擅长领域相符：合同法务"]),
        (rows[2]["name"], []),
    ]
    assert "private" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]
    assert not response.cookies


def test_preferred_values_count_for_nothing_where_a_filter_is_given(client) -> None:
    rows = client.get(f"{LIST}?way=video&prefer_field=law").json()["results"]
    assert [row["reasons"] for row in rows] == [[]]


def test_choices_of_a_visitor_do_not_change_what_programs_read(client) -> None:
    client.get("/mentors/?field=law")
    response = client.get(LIST)
    assert not any(row["reasons"] for row in response.json()["results"])
    assert response.headers["Cache-Control"].startswith("public")


def test_pages_for_somebody_hold_every_mentor_once(client) -> None:
    mentors(7)
    found = read_all(client, "prefer_field=law&limit=3")
    assert len(found) == 10
    assert set(found[:2]) == {"解思远", "尉迟青"}


def test_answer_has_a_tag_and_is_not_sent_twice(client) -> None:
    first = client.get(LIST)
    assert first.headers["Cache-Control"].startswith("public")
    again = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_plugin_when_off_has_no_route(switched_off) -> None:
    visitor = Client()
    assert visitor.get(LIST).status_code == 404
    assert "mentors" not in visitor.get("/api/v1/").json()
