"""What every public read has in common: parameters, pages, tags, caching, origins, no session."""

import pytest
from django.test import Client

from api.errors import PROBLEM_MEDIA_TYPE
from cms_pages.models import PolicyPage
from tests.factories.content import NewsFactory, PolicyFactory, today

ADDRESSES = [
    "/api/v1/",
    "/api/v1/policies/",
    "/api/v1/policies/measures/",
    "/api/v1/policies/measures/articles/2/",
    "/api/v1/notices/",
    "/api/v1/recruitment/",
    "/api/v1/cases/",
    "/api/v1/search/",
    "/api/v1/search/suggestions/",
    "/api/v1/site/",
    "/api/v1/terms/",
    "/api/v1/terms/fields/",
    "/api/v2/pages/",
    "/api/v2/images/",
    "/api/v2/documents/",
]


@pytest.fixture(scope="module")
def published_law(module_site) -> PolicyPage:
    return PolicyFactory(as_law=True, slug="measures")


@pytest.fixture
def law(db, published_law) -> PolicyPage:
    return PolicyPage.objects.get(pk=published_law.pk)


# Parameters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [address for address in ADDRESSES if "/v1/" in address])
def test_unknown_parameters_are_refused_by_name(get, law, address) -> None:
    answer = get(address, colour="red", page="2")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM_MEDIA_TYPE)
    assert {error["field"] for error in answer.json()["errors"]} == {"colour", "page"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("limit", ""),
        ("cursor", "made-up"),
        ("total", "yes"),
        ("total", ""),
        ("year", "1899"),
        ("year", "year"),
        ("validity", "nearly"),
        ("topic", ""),
        ("topic", "x" * 101),
        ("q", "x" * 101),
        ("q", "\x00"),
        ("issuer", "\x00"),
    ],
)
def test_wrong_values_are_refused_by_name(get, law, name, value) -> None:
    answer = get("policies/", **{name: value})
    assert answer.status_code == 400
    assert {error["field"].split(".")[0] for error in answer.json()["errors"]} == {name}


def test_a_parameter_for_one_value_may_not_come_twice(get, law) -> None:
    assert get("/api/v1/policies/?limit=1&limit=2").status_code == 400


# Pages --------------------------------------------------------------------------------------------------------------


def test_pages_are_linked_in_the_body_and_the_header_with_their_filters(get, site) -> None:
    for place in range(5):
        NewsFactory(kind="news", published_on=today(-place))
    first = get("notices/", kind="news", limit=2)
    link = first.json()["next"]
    assert first.json()["previous"] is None
    assert first.headers["Link"] == f'<{link}>; rel="next"'
    assert "kind=news" in link
    assert "limit=2" in link
    second = get(link)
    assert (
        second.headers["Link"]
        == f'<{second.json()["next"]}>; rel="next", <{second.json()["previous"]}>; rel="prev"'
    )
    last = get(second.json()["next"])
    assert last.json()["next"] is None
    assert get(second.json()["previous"]).json()["results"] == first.json()["results"]


def test_total_is_counted_only_when_asked_for(get, site) -> None:
    NewsFactory.create_batch(3)
    assert "total" not in get("notices/", limit=1).json()
    assert get("notices/", limit=1, total="true").json()["total"] == 3


# Caching ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_reads_are_shared_for_a_minute_and_tagged(get, law, address) -> None:
    answer = get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Vary"] == "Accept"
    assert answer.headers["Content-Language"] == "zh-hans"
    assert answer.headers["ETag"].startswith('"')
    assert not answer.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_caller_who_has_the_answer_gets_304_without_a_body(get, law, address) -> None:
    tag = get(address).headers["ETag"]
    again = get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert (again.headers["ETag"], again.headers["Access-Control-Allow-Origin"]) == (tag, "*")


def test_a_change_makes_another_tag(get, law) -> None:
    tag = get("policies/").headers["ETag"]
    law.summary = "改过的摘要。"
    law.save()
    answer = get("policies/", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_head_answers_like_get_without_a_body(client, law) -> None:
    full, head = client.get("/api/v1/policies/"), client.head("/api/v1/policies/")
    assert head.content == b""
    assert (head.status_code, head.headers["ETag"]) == (200, full.headers["ETag"])


@pytest.mark.parametrize("address", ["/api/v1/policies/", "/api/v2/pages/"])
def test_a_session_changes_nothing_and_is_not_opened(signed_in, editor, law, address) -> None:
    stranger, staff = Client().get(address), signed_in(editor)
    answer = staff.get(address, headers={"Cookie": staff.cookies.output(header="", sep=";")})
    assert answer.content == stranger.content
    assert "Cookie" not in answer.headers["Vary"]
    assert not answer.wsgi_request.session.accessed


def test_chosen_language_does_not_change_a_stored_answer(client, law) -> None:
    before = client.get("/api/v1/policies/measures/")
    client.cookies["qc_lang"] = "en"
    after = client.get("/api/v1/policies/measures/")
    assert (after.content, after.headers["Content-Language"]) == (before.content, "zh-hans")


# Origins ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_origin_may_read_but_not_as_somebody(client, law, address) -> None:
    answer = client.get(address, headers={"Origin": "https://client.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


def test_browsers_may_ask_with_a_tag_of_their_own(client, law) -> None:
    answer = client.options("/api/v1/policies/", headers={"Origin": "https://client.example"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_errors_can_be_read_from_other_origins_too(client, site) -> None:
    assert client.get("/api/v1/policies/nothing/").headers["Access-Control-Allow-Origin"] == "*"
