"""The content security policy of every answer (W3): no script but the portal's own files."""

import re

import pytest

from tests.access.routes import every_route

# The admin and the API's description have policies of their own, the probes answer with a word.
OWN_POLICY = ("admin/", "api/schema/docs/", "healthz", "readyz")


def directives(answer) -> dict[str, set[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip()]
    return {name: set(values) for name, *values in parts}


PLAIN = [
    route for route in every_route() if not route.parameters and not route.template.startswith(OWN_POLICY)
]


@pytest.mark.parametrize("route", PLAIN, ids=lambda route: route.template or "/")
def test_w3_public_answer_allows_own_files_only(client, site, route) -> None:
    policy = directives(client.get(route.path({})))
    assert policy["default-src"] == {"'self'"} or policy["default-src"] == {"'none'"}
    assert policy.get("object-src", policy["default-src"]) == {"'none'"}
    assert policy["base-uri"] == {"'none'"}
    assert policy["frame-ancestors"] in ({"'none'"}, {"'self'"})
    for values in policy.values():
        assert not values & {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "http:", "https:"} - (
            {"data:"} if values is policy.get("img-src") else set()
        )


@pytest.mark.parametrize("path", ["/", "/mentors/", "/accounts/login/", "/accounts/signup/", "/search/?q=x"])
def test_w3_public_page_has_nothing_inline(client, site, path: str) -> None:
    page = client.get(path).text
    assert not re.search(r"<script(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))[^>]*>", page)
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page)


def test_w3_headers_that_go_with_it(client, site) -> None:
    headers = client.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
