"""Service cases as data: the filters of the page, and the mentor while the mentor's page is public."""

from datetime import date

import pytest
from django.test import RequestFactory

from api.cases import MENTOR_LOOKUPS
from cms_pages.found_lists import found_list
from cms_pages.models import Industry, ServiceCasePage, ServiceType
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import ServiceCaseFactory
from tests.factories.library import a_picture


@pytest.fixture
def cases(site) -> list[ServiceCasePage]:
    finance = ServiceType.objects.create(name="融资对接", slug="finance")
    clinic = ServiceType.objects.create(name="现场会诊", slug="clinic")
    ocean = Industry.objects.create(name="海洋装备", slug="ocean", name_en="Ocean equipment")
    mentor = MentorPageFactory(title="陆知远", slug="lu-zhiyuan")
    return [
        ServiceCaseFactory(
            title="第一份计划",
            service_type=finance,
            industry=ocean,
            mentor_page=mentor,
            served_on=date(2025, 5, 1),
        ),
        ServiceCaseFactory(title="第二份计划", service_type=finance, served_on=date(2026, 5, 1)),
        ServiceCaseFactory(
            title="一次会诊",
            service_type=clinic,
            industry=ocean,
            result="调好了设备。",
            served_on=date(2026, 6, 1),
        ),
    ]


FILTERS = [
    ({}, 3),
    ({"service": ["finance"]}, 2),
    ({"industry": ["ocean"]}, 2),
    ({"service": ["finance"], "industry": ["ocean"]}, 1),
    ({"year": ["2026"]}, 2),
    ({"q": ["计划"]}, 2),
    ({"q": ["设备"]}, 1),
    ({"service": ["nothing"]}, 0),
]


def test_filters_give_what_the_page_gives(get, cases, subtests) -> None:
    for parameters, number in FILTERS:
        with subtests.test(str(parameters)):
            found = get("cases/", **parameters, total="true").json()
            page = found_list(RequestFactory().get("/cases/", parameters), "case")
            assert found["total"] == number == page.total
            assert [row["slug"] for row in found["results"]] == [hit.object.slug for hit in page.hits]


def test_cases_of_one_mentor_are_found_by_name_of_the_page(get, cases) -> None:
    assert [row["title"] for row in get("cases/", mentor="lu-zhiyuan").json()["results"]] == ["第一份计划"]
    assert get("cases/", mentor="nobody").json()["results"] == []


def test_a_plugin_can_add_another_way_to_name_a_mentor(get, cases, monkeypatch) -> None:
    monkeypatch.setattr("api.cases.MENTOR_LOOKUPS", [*MENTOR_LOOKUPS, "mentor_page__title"])
    assert [row["title"] for row in get("cases/", mentor="陆知远").json()["results"]] == ["第一份计划"]


def test_row_names_service_industry_and_mentor(get, cases) -> None:
    row = get("cases/").json()["results"][-1]
    assert row["service_type"] == {"slug": "finance", "name": "融资对接", "name_en": ""}
    assert row["industry"]["name_en"] == "Ocean equipment"
    assert row["mentor"] == {
        "slug": "lu-zhiyuan",
        "name": "陆知远",
        "html_url": "http://testserver/mentors/lu-zhiyuan/",
    }


def test_mentor_who_is_not_public_is_not_named(get, cases) -> None:
    cases[0].mentor_page.unpublish()
    assert get(f"cases/{cases[0].slug}/").json()["mentor"] is None
    assert {row["mentor"] for row in get("cases/").json()["results"]} == {None}


def test_no_mentor_is_named_while_the_plugin_is_off(get, cases, site) -> None:
    switch(registry["mentors"], site, on=False)
    assert get(f"cases/{cases[0].slug}/").json()["mentor"] is None
    assert {row["mentor"] for row in get("cases/").json()["results"]} == {None}


def test_detail_has_body_and_photo(get, cases) -> None:
    case = cases[0]
    case.photo = a_picture("签约")
    case.save()
    shown = get(f"cases/{case.slug}/").json()
    assert shown["photo"]["alt"] == "签约"
    assert shown["photo"]["url"].startswith("http://testserver/media/images/")
    assert shown["mentor"]["name"] == "陆知远"
    assert shown["beneficiary"] == "某海洋传感器初创团队"


@pytest.mark.parametrize("number", [1, 30])
def test_list_asks_three_queries_however_long(get, site, number, django_assert_max_num_queries) -> None:
    finance = ServiceType.objects.create(name="融资对接", slug="finance")
    mentor = MentorPageFactory()
    ServiceCaseFactory.create_batch(number, mentor_page=mentor, service_type=finance)
    get("cases/")
    with django_assert_max_num_queries(3):
        assert len(get("cases/", limit=100).json()["results"]) == number
