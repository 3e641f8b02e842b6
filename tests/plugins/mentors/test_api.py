"""/api/v1/mentors/: the same answers as the page, as data."""

import pytest
import time_machine
from django.test import Client

from plugins.mentors.api import (
    FacetSerializer,
    FiguresSerializer,
    MentorDetail,
    MentorParameters,
    MentorRow,
    MentorSummary,
)
from plugins.mentors.figures import Figures, record
from plugins.mentors.search_documents import MentorDocument
from tests.factories.cms_pages import ServiceTypeFactory
from tests.factories.content import ServiceCaseFactory, today
from tests.factories.library import a_picture
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import at_most

pytestmark = pytest.mark.django_db

LIST = "/api/v1/mentors/"
SERVED = Figures(
    services=5,
    replies=4,
    median_reply_hours=9.5,
    on_time_share=0.75,
    explicit_ratings=2,
    mean_rating=4.5,
    default_ratings=3,
)


def names(body: dict) -> list[str]:
    return [row["name"] for row in body["results"]]


def read_all(client: Client, query: str) -> list[str]:
    """Every name of the list, page by page."""
    url, found = f"{LIST}?{query}", []
    while url:
        body = client.get(url).json()
        found += names(body)
        url = body["next"]
    return found


def test_row_holds_what_the_list_shows_and_where_to_read_on(site, client) -> None:
    mentor = MentorFactory(page__title="王晓明", page__portrait=a_picture(size=(600, 600)))
    row = client.get(LIST).json()["results"][0]
    assert row["code"] == mentor.code
    assert row["district"] == {"slug": "haidong", "name": "海东区", "name_en": "Haidong"}
    assert row["fields_of_advice"][0]["slug"] == "financing"
    assert row["portrait"]["url"].startswith("http://testserver/media/images/")
    assert row["portrait"]["srcset"].count("http://testserver/media/images/") == 2
    assert row["html_url"] == f"http://testserver{mentor.page.url_path_on_site}"
    assert client.get(row["detail_url"]).status_code == 200
    assert client.get(row["html_url"]).status_code == 200


def test_answers_hold_exactly_what_the_schema_declares(site, client) -> None:
    mentor = MentorFactory(page__portrait=a_picture(size=(600, 600)))
    body = client.get(LIST).json()
    assert set(body) == {"next", "previous", "results", *MentorSummary().fields}
    assert set(body["results"][0]) == set(MentorRow().fields)
    assert set(body["results"][0]["portrait"]) == set(MentorRow().fields["portrait"].fields)
    assert body["results"][0]["figures"] is None
    record(mentor, SERVED)
    body = client.get(LIST).json()
    assert set(body["results"][0]["figures"]) == set(FiguresSerializer().fields)
    assert set(body["facets"][0]) == set(FacetSerializer().fields)
    assert set(body["facets"][0]["values"][0]) == set(FacetSerializer().fields["values"].child.fields)
    detail = client.get(f"{LIST}{mentor.code}/").json()
    assert set(detail) == set(MentorDetail().fields)
    assert set(detail["card"]) == set(MentorDetail().fields["card"].fields)


def test_pages_lead_back(site, client) -> None:
    mentors(7)
    first = client.get(f"{LIST}?limit=3").json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_reading_over_midnight_keeps_the_order_in_which_it_began(site, client) -> None:
    mentors(10, term_to=None)
    with time_machine.travel("2026-11-24T15:59:00Z", tick=False):
        whole = names(client.get(f"{LIST}?limit=50").json())
        body = client.get(f"{LIST}?limit=4").json()
    with time_machine.travel("2026-11-24T16:01:00Z", tick=False):
        found = names(body)
        while body["next"]:
            body = client.get(body["next"]).json()
            found += names(body)
    assert found == whole


def test_mentor_who_leaves_between_two_pages_is_missed_and_nobody_else(site, client) -> None:
    for age in range(9):
        MentorFactory(appointed_on=today(-age))
    whole = names(client.get(f"{LIST}?sort=newest&limit=50").json())
    body = client.get(f"{LIST}?sort=newest&limit=4").json()
    gone = MentorFactory._meta.model.objects.get(page__title=whole[5])
    gone.state = "former"
    gone.save()
    rest = names(client.get(body["next"]).json())
    assert rest == [name for name in whole[4:] if name != whole[5]][:4]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("phone=1", "phone"),
        ("way=telepathy", "way"),
        ("sort=colour", "sort"),
        ("limit=51", "limit"),
        ("exact=1", "exact"),
        ("prefer_way=video", "prefer_way"),
        ("cursor=abc", "cursor"),
        ("q=" + "a" * 101, "q"),
    ],
)
def test_wrong_parameter_is_refused_by_name(site, client, query, parameter) -> None:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert parameter in response.content.decode()


def test_cursor_of_another_order_is_refused(site, client) -> None:
    mentors(3)
    cursor = (
        client.get(f"{LIST}?limit=1&sort=newest").json()["next"].partition("cursor=")[2].partition("&")[0]
    )
    assert client.get(f"{LIST}?limit=1&sort=rating&cursor={cursor}").status_code == 400


def test_row_says_where_the_words_stand(site, client) -> None:
    texts = {"page__headline": "第一笔融资怎么谈", "page__introduction": "看过融资计划书。"}
    MentorFactory(page__title="王融之", page__help_points=[], page__position="顾问", **texts)
    [row] = client.get(f"{LIST}?q=融资").json()["results"]
    assert row["highlights"] == [
        {"field": "tag", "text": "融资", "marks": [[0, 2]]},
        {"field": "tag", "text": "第一笔融资怎么谈", "marks": [[3, 5]]},
        {"field": "body", "text": "看过融资计划书。", "marks": [[2, 4]]},
    ]
    [named] = client.get(f"{LIST}?q=融之").json()["results"]
    assert named["highlights"] == [{"field": "title", "text": "王融之", "marks": [[1, 3]]}]
    assert client.get(f"{LIST}?q=融资&highlight=false").json()["results"][0]["highlights"] == []


def test_every_facet_of_the_document_is_a_filter_and_is_counted(site, client) -> None:
    MentorFactory()
    declared = [facet.name for facet in MentorDocument.facets]
    assert [facet["name"] for facet in client.get(LIST).json()["facets"]] == declared
    for name in declared:
        assert name in MentorParameters().fields
    assert set(MentorParameters().fields) >= {
        "prefer_field",
        "prefer_industry",
        "prefer_district",
        "prefer_stage",
    }
    assert "prefer_way" not in MentorParameters().fields


def test_detail_holds_what_the_page_shows(site, client) -> None:
    mentor = MentorFactory(page__title="王晓明")
    body = client.get(f"{LIST}{mentor.code}/").json()
    assert body["help_points"] == ["看商业计划书里哪一页让人停下来。", "谈第一轮融资前该备好什么。"]
    assert body["experience"] == [{"period": "2018 至今", "role": "海岸资本 投资总监"}]
    assert body["standing"] == "serving"
    assert body["card"]["short_url"] == f"http://testserver/m/{mentor.code}"
    assert client.get(body["card"]["card_vcf"]).status_code == 200


@pytest.mark.parametrize(
    ("trait", "standing"),
    [("ended", "ended"), ("former", "ended"), ("paused", "paused"), ("coming", "not_yet")],
)
def test_detail_of_whoever_cannot_be_asked_stays_and_says_so(site, client, trait, standing) -> None:
    mentor = MentorFactory(**{trait: True})
    assert client.get(f"{LIST}{mentor.code}/").json()["standing"] == standing
    assert client.get(LIST).json()["results"] == []


@pytest.mark.parametrize(
    ("figures", "computed"),
    [
        (SERVED, (9.5, 0.75, 4.5)),
        (Figures(services=4, replies=4, median_reply_hours=9.5, on_time_share=1.0), (None, None, None)),
    ],
    ids=["five services", "four services"],
)
def test_figures_are_the_same_in_list_and_detail_and_null_without_a_base(
    site, client, figures, computed
) -> None:
    mentor = MentorFactory()
    record(mentor, figures)
    found = client.get(f"{LIST}{mentor.code}/").json()["figures"]
    assert found == client.get(LIST).json()["results"][0]["figures"]
    assert (found["median_reply_hours"], found["on_time_share"], found["mean_rating"]) == computed
    assert (found["services"], found["services_needed"]) == (figures.services, 5)
    assert (found["replies"], found["default_ratings"]) == (figures.replies, figures.default_ratings)


def test_times_are_in_list_detail_and_the_page_of_version_two(site, client) -> None:
    mentor = MentorFactory(page__times=["workday_evening", "weekend"])
    for body in (
        client.get(LIST).json()["results"][0],
        client.get(f"{LIST}{mentor.code}/").json(),
        client.get(f"/api/v2/pages/{mentor.page_id}/").json(),
        client.get("/api/v2/pages/?type=cms_pages.MentorPage&fields=times").json()["items"][0],
    ):
        assert body["times"] == ["workday_evening", "weekend"]


def test_stages_are_in_list_detail_and_the_page_of_version_two(site, client) -> None:
    mentor = MentorFactory(page__stages=["growing", "starting"])
    for body in (
        client.get(LIST).json()["results"][0],
        client.get(f"{LIST}{mentor.code}/").json(),
        client.get(f"/api/v2/pages/{mentor.page_id}/").json(),
    ):
        assert body["stages"] == ["starting", "growing"]


def test_preferred_stage_comes_first_and_says_so(site, client) -> None:
    """P11: need, industry, district and stage order a list for somebody."""
    MentorFactory.create_batch(3)
    fitting = MentorFactory(page__stages=["starting"])
    for _time in range(4):
        first = client.get(f"{LIST}?prefer_stage=starting").json()["results"][0]
        assert (first["code"], first["reasons"]) == (fitting.code, ["创业阶段相符：初创期"])


def test_schema_says_which_figures_may_be_null(site, client) -> None:
    schemas = client.get("/api/schema/?format=json").json()["components"]["schemas"]
    figures = schemas["Figures"]["properties"]
    assert {name for name, kind in figures.items() if kind.get("nullable") or "null" in kind["type"]} == {
        "median_reply_hours",
        "on_time_share",
        "mean_rating",
    }
    assert set(schemas["MentorRow"]["required"]) >= {"figures", "times"}


@pytest.mark.parametrize("code", ["222222", "nobody", "0OIL10"])
def test_detail_of_nobody_is_a_problem(site, client, code) -> None:
    response = client.get(f"{LIST}{code}/")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


def test_detail_of_a_draft_is_not_found(site, client) -> None:
    mentor = MentorFactory(draft=True)
    assert client.get(f"{LIST}{mentor.code}/").status_code == 404


def test_detail_asks_at_most_three_queries(site, client) -> None:
    mentor = MentorFactory()
    client.get(f"{LIST}{mentor.code}/")
    with at_most(3):
        client.get(f"{LIST}{mentor.code}/")


def test_cases_are_found_by_the_code_on_the_card(site, client) -> None:
    mentor = MentorFactory()
    ServiceCaseFactory(
        mentor_page=mentor.page, service_type=ServiceTypeFactory(), title="一个案例", served_on=today(-3)
    )
    body = client.get(f"/api/v1/cases/?mentor={mentor.code}").json()
    assert [case["title"] for case in body["results"]] == ["一个案例"]
