"""No way through the doors of the account leads off the site (W5), and no header bends them (W11, B5)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from portal.accounts.testing import sign_in
from tests.attacks.hostile import HOSTILE
from tests.portal.accounts.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("site")
ROOT = Path(__file__).resolve().parents[3]


def leaves(answer) -> bool:
    """Whether a browser that follows the answer would be on another site."""
    place = answer.headers.get("Location", "")
    bare = "".join(letter for letter in place if letter not in "\t\r\n").strip().replace("\\", "/")
    parts = urlsplit(bare)
    return bool(parts.scheme or parts.netloc or bare.startswith("//"))


@pytest.mark.parametrize("target", HOSTILE, ids=range(len(HOSTILE)))
def test_no_next_leads_away(citizen, editor, target: str) -> None:
    signing_in = Client().post("/accounts/login/", {"login": "citizen", "password": PASSWORD, "next": target})
    signed_in = sign_in(Client(), citizen)
    answers = {
        "login": signing_in,
        "reauthenticate": signed_in.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": target}),
        "preferences": Client().get("/preferences/", {"elder": "1", "next": target}),
        "admin": Client().get("/admin/login/", {"next": target}),
        "logout": signed_in.post("/accounts/logout/", {"next": target}),
    }
    assert {name: answer["Location"] for name, answer in answers.items() if leaves(answer)} == {}
    inner = unquote(urlsplit(answers["admin"]["Location"]).query.removeprefix("next="))
    assert inner.startswith("/")
    assert not leaves(type("Answer", (), {"headers": {"Location": inner}}))


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_HOST": "evil.example"},
        {"HTTP_FORWARDED": "host=evil.example"},
        {"HTTP_X_ORIGINAL_URL": "/admin/"},
        {"HTTP_X_REWRITE_URL": "/admin/"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_headers_that_anybody_can_send_change_nothing(client: Client, header: dict[str, str]) -> None:
    plain, bent = client.get("/accounts/login/"), client.get("/accounts/login/", **header)
    assert bent.status_code == plain.status_code
    assert "evil.example" not in bent.content.decode()


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_the_link_in_a_mail_names_our_host_whatever_was_sent(client: Client, citizen, mailoutbox) -> None:
    client.post("/accounts/password/reset/", {"contact": citizen.email}, HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil.example" not in mailoutbox[-1].body
    assert "/accounts/password/reset/key/" in mailoutbox[-1].body


def test_the_last_of_two_parameters_counts_and_is_checked(citizen) -> None:
    answer = Client().post(
        "/accounts/login/?next=/policies/",
        {"login": "citizen", "password": PASSWORD, "next": ["/notices/", "//evil.example/"]},
    )
    assert not leaves(answer)


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/accounts/session/", "/accounts/kept/"],
)
def test_nothing_is_done_without_the_csrf_token(citizen, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)
    assert client.post(address, {}).status_code == 403


def test_cookies_of_a_public_server_are_bound_to_its_host() -> None:
    """B5, asked of the settings that a city's server runs with."""
    from tests.architecture.test_settings import SAFE

    names = (
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "KNOWN_DEVICE_COOKIE",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "SESSION_COOKIE_DOMAIN",
        "SESSION_COOKIE_PATH",
        "SECURE_HSTS_SECONDS",
        "STAFF_SECOND_FACTOR",
    )
    code = f"import json; from django.conf import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "DATA_DIR")}
    said = subprocess.run(
        [sys.executable, "-c", code], env=kept | SAFE, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    found = json.loads(said)
    assert [found[name] for name in names[:3]] == ["__Host-sessionid", "__Host-csrftoken", "__Host-device"]
    assert all(found[name] for name in names[3:7])
    assert (
        found["SESSION_COOKIE_SAMESITE"],
        found["SESSION_COOKIE_DOMAIN"],
        found["SESSION_COOKIE_PATH"],
    ) == (
        "Lax",
        None,
        "/",
    )
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["STAFF_SECOND_FACTOR"] is True
