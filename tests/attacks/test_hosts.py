"""What a request says of its host, its way and its method is believed only as far as it must be (W11)."""

import pytest
from django.test import Client
from django.urls import reverse

STRANGE_HOSTS = (
    "evil.example",
    "testserver.evil.example",
    "testserver@evil.example",
    "evil.example:80",
    "testserver, evil.example",
    "testserver\\evil.example",
    "testserver#evil.example",
    "[::1",
    "",
    "127.1",
    "xn--evil",
)
FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Host": "evil.example",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "Forwarded": "host=evil.example;proto=https",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "4443",
    "X-Forwarded-Prefix": "/evil",
}


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_w11_strange_host_is_refused_and_never_written_into_the_answer(client, site, host: str) -> None:
    answer = client.get("/", SERVER_NAME="testserver", headers={"Host": host})
    if answer.status_code != 400:
        assert not host
    assert b"evil.example" not in answer.content


@pytest.mark.parametrize("header", FORWARDED)
@pytest.mark.parametrize(
    "path", ["/", "/sitemap.xml", "/policies/feed/", "/api/v1/", "/accounts/password/reset/"]
)
def test_w11_forwarded_header_changes_nothing(client, site, path: str, header: str) -> None:
    plain, forwarded = client.get(path), client.get(path, headers={header: FORWARDED[header]})
    assert forwarded.status_code == plain.status_code
    assert b"evil" not in forwarded.content
    assert "evil" not in forwarded.headers.get("Location", "")


@pytest.mark.parametrize(
    "override",
    [
        {"headers": {"X-HTTP-Method-Override": "DELETE"}},
        {"headers": {"X-Method-Override": "DELETE"}},
        {"query_params": {"_method": "DELETE"}},
    ],
)
def test_w11_method_cannot_be_changed_by_a_header_or_a_field(client, site, override) -> None:
    plain, changed = client.get("/api/v1/notices/"), client.get("/api/v1/notices/", **override)
    assert changed.status_code in {plain.status_code, 400}


def test_w11_parameter_given_twice_is_refused_by_the_api(client, site) -> None:
    assert client.get("/api/v1/notices/?limit=1&limit=50").status_code == 400


def test_w11_parameter_given_twice_is_one_on_a_page(client, site) -> None:
    assert client.get("/mentors/?q=a&q=b&page=1&page=2").status_code in {200, 404}


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "TRACK", "DEBUG"])
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/api/v1/notices/", "/mentors/"])
def test_w11_unknown_method_is_refused(site, method: str, path: str) -> None:
    answer = Client().generic(method, path)
    assert answer.status_code in {400, 403, 405, 501}


def test_w11_answer_for_one_person_is_kept_in_no_shared_cache(signed_in, citizen) -> None:
    """Cache poisoning: what depends on who asks says so."""
    answer = signed_in(citizen).get(reverse("account_overview"))
    assert "no-store" in answer.headers["Cache-Control"]
