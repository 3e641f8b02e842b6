"""Recruitment rounds as data: phase, materials, the articles they rest on."""

import pytest

from cms_pages.models import RecruitmentArticle, RecruitmentMaterial, RecruitmentPage
from tests.factories.content import PolicyFactory, RecruitmentFactory


@pytest.fixture
def rounds(site) -> dict[str, RecruitmentPage]:
    return {
        "open": RecruitmentFactory(slug="open"),
        "upcoming": RecruitmentFactory(slug="upcoming", upcoming=True),
        "closed": RecruitmentFactory(slug="closed", closed=True),
    }


def test_list_begins_with_the_round_that_closes_last(get, rounds) -> None:
    rows = get("recruitment/").json()["results"]
    assert [(row["slug"], row["phase"]) for row in rows] == [
        ("upcoming", "upcoming"),
        ("open", "open"),
        ("closed", "closed"),
    ]


@pytest.mark.parametrize(
    "phases", [["open"], ["upcoming"], ["closed"], ["open", "upcoming"], ["open", "upcoming", "closed"]]
)
def test_phase_filter_agrees_with_the_pages(get, rounds, phases) -> None:
    found = get("recruitment/", phase=phases).json()["results"]
    assert {row["slug"] for row in found} == {p.slug for p in rounds.values() if p.current_phase in phases}


def test_unknown_phase_is_refused(get, site) -> None:
    assert get("recruitment/", phase="soon").status_code == 400


@pytest.mark.parametrize("number", [1, 30])
def test_list_asks_three_queries_however_long(get, site, number, django_assert_max_num_queries) -> None:
    RecruitmentFactory.create_batch(number)
    get("recruitment/")
    with django_assert_max_num_queries(3):
        assert len(get("recruitment/", limit=100).json()["results"]) == number


@pytest.mark.parametrize("number", [1, 10])
def test_detail_has_materials_and_resolved_articles(
    get, rounds, number, django_assert_max_num_queries
) -> None:
    page, law = rounds["open"], PolicyFactory(as_law=True, slug="measures")
    for _ in range(number):
        RecruitmentMaterial.objects.create(page=page, name="商业计划书", kinds=["startup"], note="20 页以内")
        RecruitmentArticle.objects.create(page=page, policy=law, article=2, item=2, sub_item=1)
    RecruitmentArticle.objects.create(page=page, policy=law, article=99)
    get("recruitment/open/")
    with django_assert_max_num_queries(6):
        shown = get("recruitment/open/").json()
    assert (
        shown["materials"]
        == [{"name": "商业计划书", "required": True, "applicant_kinds": ["startup"], "note": "20 页以内"}]
        * number
    )
    assert (
        shown["citations"]
        == [
            {
                "policy": "centre-measures",
                "article": 2,
                "item": 2,
                "sub_item": 1,
                "label": f"{law.short_title}第二条第二项第1目",
                "html_url": "http://testserver/policies/measures/#a2-2-1",
            }
        ]
        * number
    )


def test_detail_says_who_may_apply_and_until_when(get, rounds) -> None:
    shown = get("recruitment/open/").json()
    assert shown["applicant_kinds"] == ["association", "startup"]
    assert (shown["places"], shown["area"], shown["phase"]) == (12, 1860, "open")
    assert shown["closes_at"].endswith("+08:00")
