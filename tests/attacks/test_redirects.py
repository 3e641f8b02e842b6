"""No address of the portal sends anybody to another site (W5)."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import person

PASSWORD = "correct horse battery"
HOSTILE = (
    "https://evil.example/",
    "http://evil.example/",
    "HTTPS://evil.example/",
    "ftp://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example/",
    "/\\/evil.example/",
    "https:evil.example/",
    "https:/evil.example/",
    "https:///evil.example/",
    "https:\\\\evil.example/",
    "http:/\\evil.example/",
    "//evil.example\\@testserver/",
    "https://testserver@evil.example/",
    "https://testserver:80@evil.example/",
    "https://testserver%40evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example#testserver/",
    "https://evil.example?testserver/",
    "https://evil.example\\.testserver/",
    "//evil。example/",
    "//evil．example/",
    "https://evil｡example/",
    "//ⓔvil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\r\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "\x00//evil.example/",
    "/%09/evil.example/",
    "/%5Cevil.example/",
    "//%65vil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//[::1]/",
    "//2130706433/",
    "https://evil.example/?https://testserver/",
)


def stays(location: str) -> bool:
    """Whether a browser that follows the header stays: it drops tabs and line ends, and takes \\ for /."""
    seen = location.strip().translate(dict.fromkeys(map(ord, "\t\r\n\0"))).replace("\\", "/")
    parts = urlsplit(seen)
    return (
        parts.scheme in {"", "http", "https"}
        and parts.netloc in {"", "testserver"}
        and not seen.startswith("//")
    )


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_sign_in_with_a_hostile_next_stays(site, target: str) -> None:
    person("anyone", "任意")
    answer = Client().post(
        f"{reverse('account_login')}",
        {"login": "anyone@hailan.example", "password": PASSWORD, "next": target},
    )
    assert answer.status_code == 302
    assert stays(answer.headers["Location"]), answer.headers["Location"]


@pytest.mark.parametrize("target", HOSTILE)
@pytest.mark.parametrize("name", ["account_logout", "preferences", "account_login", "account_signup"])
def test_w5_page_with_a_hostile_next_stays(signed_in, citizen, name: str, target: str) -> None:
    client = signed_in(citizen)
    for answer in (
        client.get(reverse(name), {"next": target, "elder": "1"}),
        client.get(
            reverse(name), {"elder": "1"}, headers={"Referer": target.replace("\n", "").replace("\r", "")}
        ),
        client.post(reverse(name), {"next": target}),
    ):
        assert answer.status_code < 500
        assert stays(answer.headers.get("Location", "/")), answer.headers["Location"]


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_page_that_leads_out_wants_the_portals_own_mark(client, site, target: str) -> None:
    for mark in ("", "x", "evil.example"):
        assert client.get(reverse("cms_pages:leaving"), {"to": target, "mark": mark}).status_code == 404


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_path_that_looks_like_a_host_stays(client, site, target: str) -> None:
    answer = client.get("/" + target.lstrip("/").replace("\n", "%0A").replace("\r", "%0D"))
    assert stays(answer.headers.get("Location", "/"))


def test_w5_corpus_has_forty() -> None:
    assert len(set(HOSTILE)) >= 40
