"""Every refusal is a problem document (RFC 9457), in the reader's language, stored nowhere."""

import logging
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import path
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import api_view, authentication_classes, parser_classes, permission_classes
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.contrib.redirects.models import Redirect

from api.errors import BY_STATUS, PROBLEMS, language_of
from portal.urls import urlpatterns as portal_patterns
from tests.factories.content import PolicyFactory

RAISED = {
    "bad-request": exceptions.ParseError("JSON parse error - Expecting value: line 1 column 1 (char 0)"),
    "invalid-parameters": exceptions.ValidationError({"limit": ["太大"], "kinds": {"0": ["未知"]}}),
    "not-authenticated": exceptions.NotAuthenticated(),
    "forbidden": PermissionDenied("a sentence for the log only"),
    "not-found": exceptions.NotFound("No PolicyPage matches the given query."),
    "method-not-allowed": exceptions.MethodNotAllowed("PUT"),
    "not-acceptable": exceptions.NotAcceptable(),
    "unsupported-media-type": exceptions.UnsupportedMediaType("text/plain"),
    "too-many-requests": exceptions.Throttled(wait=7.2),
    "server-error": RuntimeError("the secret cause"),
}


class Stranger(BaseAuthentication):
    """Signs nobody in, but tells how one would."""

    def authenticate(self, request) -> None:
        return None

    def authenticate_header(self, request) -> str:
        return "Session"


@api_view(["GET", "POST"])
@authentication_classes([Stranger])
@permission_classes([AllowAny])
@parser_classes([JSONParser])
def failing(request, slug: str):
    """Raises what the test names, or reads the body."""
    if slug in RAISED:
        raise RAISED[slug]
    if slug == "wagtail":
        raise BadRequestError("limit must be a positive integer")
    return Response(request.data)


urlpatterns = [path("failing/<slug:slug>/", failing), *portal_patterns]


@pytest.fixture
def calm(site, settings) -> Client:
    """A client that gives back a 500 instead of raising it, with the failing view mounted."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


STATUSES = [(slug, problem.status) for slug, problem in PROBLEMS.items() if slug in RAISED]


@pytest.mark.parametrize("address", ["/api/schema/", "/api/schema/docs/"])
def test_error_of_what_is_no_json_is_a_problem_document_too(calm, address: str) -> None:
    """The document is YAML, its page is HTML."""
    answer = calm.post(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert answer.json()["type"] == "/api/problems/method-not-allowed/"


@pytest.mark.parametrize(("slug", "status"), STATUSES)
def test_every_error_is_a_problem_document(calm, slug, status, caplog) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    answer = calm.get(f"/failing/{slug}/")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    document = answer.json()
    assert document["type"] == f"/api/problems/{PROBLEMS[slug].slug}/"
    assert (document["title"], document["detail"]) == (PROBLEMS[slug].title, PROBLEMS[slug].detail)
    assert document["instance"] == uuid.UUID(answer.headers["X-Request-ID"]).urn


def test_every_status_has_its_kind() -> None:
    assert set(BY_STATUS) == {400, 401, 403, 404, 405, 406, 411, 413, 415, 429, 500, 503}


def test_wrong_fields_are_listed_with_their_path(calm) -> None:
    assert calm.get("/failing/invalid-parameters/").json()["errors"] == [
        {"field": "limit", "detail": "太大"},
        {"field": "kinds.0", "detail": "未知"},
    ]


def test_wagtails_own_refusals_become_parameter_errors(calm) -> None:
    document = calm.get("/failing/wagtail/").json()
    assert document["type"] == "/api/problems/invalid-parameters/"
    assert document["errors"] == [{"field": "", "detail": "limit must be a positive integer"}]


def test_waiting_time_is_told(calm) -> None:
    assert calm.get("/failing/too-many-requests/").headers["Retry-After"] == "8"


def test_body_in_another_format_is_refused(calm) -> None:
    answer = calm.post("/failing/echo/", "a=1", content_type="text/plain")
    assert (answer.status_code, answer.json()["status"]) == (415, 415)


def test_broken_body_is_refused_without_library_words(calm) -> None:
    answer = calm.post("/failing/echo/", "{", content_type="application/json")
    assert answer.status_code == 400
    assert "JSON parse" not in answer.content.decode()


def test_unexpected_failure_is_logged_and_keeps_its_cause_to_itself(calm, caplog) -> None:
    answer = calm.get("/failing/server-error/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    records = [record for record in caplog.records if record.name == "django.request"]
    assert len(records) == 1
    assert "the secret cause" in str(records[0].exc_info)


def test_unexpected_failure_is_left_to_the_technical_page_while_debugging(calm, settings) -> None:
    settings.DEBUG = True
    answer = calm.get("/failing/server-error/")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith(("text/html", "text/plain"))


# The portal's own addresses -----------------------------------------------------------------------------------------


def test_unknown_resource_is_not_found(get, site) -> None:
    for address in (
        "/api/",
        "/api/v1/nothing/",
        "/api/v2/nothing/",
        "/api/v3/",
        "policies/nothing/",
        "policies/%0A%F1/",
    ):
        answer = get(address)
        assert (answer.status_code, answer.json()["type"]) == (404, "/api/problems/not-found/"), address


def test_address_without_its_last_slash_is_sent_on(get, site) -> None:
    answer = get("/api/v1/policies")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/policies/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "address", ["/api/v1/policies/", "/api/v1/policies/measures/", "/api/v1/", "/api/v2/pages/"]
)
def test_writing_is_not_allowed(client, site, method, address) -> None:
    PolicyFactory(slug="measures")
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.json()["status"]) == (405, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_only_json_is_offered(get, site) -> None:
    for address in ("/api/v1/policies/", "/api/v2/pages/"):
        answer = get(address, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
        assert get(address, headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200


def test_kind_of_problem_explains_itself(get, site) -> None:
    for slug, problem in PROBLEMS.items():
        answer = get(f"/api/problems/{slug}/")
        assert answer.status_code == 200
        assert str(problem.title) in answer.content.decode()
    assert get("/api/problems/nothing/").status_code == 404


# Language -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cookie", "header", "language"),
    [
        ("", "", "zh-hans"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "fr", "zh-hans"),
        ("en", "zh-CN", "en"),
        ("zh-hans", "en", "zh-hans"),
        ("xx", "en", "en"),
    ],
)
def test_language_is_the_chosen_one_else_what_the_program_reads(cookie, header, language) -> None:
    request = RequestFactory().get("/api/v1/", headers={"Accept-Language": header} if header else None)
    if cookie:
        request.COOKIES["qc_lang"] = cookie
    assert language_of(request) == language


def test_field_errors_are_in_the_readers_language_too(get, site) -> None:
    chinese = get("policies/", limit="many").json()["errors"][0]["detail"]
    english = get("policies/", {"Accept-Language": "en"}, limit="many").json()["errors"][0]["detail"]
    assert english == "A valid integer is required."
    assert chinese != english


def test_address_that_is_not_there_is_no_page_that_an_editor_may_lead_elsewhere(get, site) -> None:
    Redirect.objects.create(site=site, old_path="/api/v1/nothing", redirect_link="/")
    Redirect.objects.create(site=site, old_path="/nothing", redirect_link="/")
    assert get("nothing/").status_code == 404
    assert get("/nothing/").status_code == 301
