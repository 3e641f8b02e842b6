"""The local identity provider, running, and a person's way through it without a browser."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from django.http import HttpResponse
from django.test import Client

from bin.identity_provider.people import PASSWORD
from portal.identity.conf import IdentityProvider

ROOT = Path(__file__).resolve().parents[3]
SECRETS = {"rsj": "secret of the city's client", "sdzw": "secret of the province's client"}
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def provider_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running local provider, which sends people back to the test client's portal."""
    port = free_port()
    folder = tmp_path_factory.mktemp("identity-provider")
    process = subprocess.Popen(
        [sys.executable, "-m", "bin.identity_provider", str(port), "http://testserver"],
        cwd=ROOT,
        env=os.environ
        | {"DATA_DIR": str(folder)}
        | {f"{slug.upper()}_CLIENT_SECRET": secret for slug, secret in SECRETS.items()},
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with fresh_session() as session:
                session.get(f"{address}/", timeout=2)
            return
        except requests.RequestException:
            time.sleep(0.05)
    raise RuntimeError("The local identity provider did not start.")


def fresh_session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def configured(slug: str, issuer: str, **changes: Any) -> IdentityProvider:
    given: dict[str, Any] = {
        "slug": slug,
        "issuer": issuer,
        "client_id": slug,
        "client_secret": SECRETS[slug],
        "level_claim": "level",
        "level_values": frozenset({"3"}),
    }
    return IdentityProvider(**given | changes)


@pytest.fixture
def providers(settings: Any, provider_address: str) -> dict[str, IdentityProvider]:
    """Both providers, played by the local one."""
    settings.IDENTITY_PROVIDERS = {slug: configured(slug, provider_address) for slug in SECRETS}
    return settings.IDENTITY_PROVIDERS


def way_out(response: HttpResponse) -> str:
    """The address to which the page between the portal and a provider leads."""
    assert response.status_code == 200, response.content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', response.content.decode())
    assert found
    return unescape(found[1])


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, html
    return unescape(found[1])


def consent(address: str, username: str, action: str = "grant") -> str:
    """Sign in at the provider, answer its question, and return the address it sends the browser back to."""
    with fresh_session() as browser:
        page = browser.get(address, timeout=10)
        form = {
            "csrfmiddlewaretoken": hidden(page.text, "csrfmiddlewaretoken"),
            "next": hidden(page.text, "next"),
            "login": username,
            "password": PASSWORD,
        }
        page = browser.post(page.url, data=form, timeout=10)
        form = {
            "csrfmiddlewaretoken": hidden(page.text, "csrfmiddlewaretoken"),
            "request": hidden(page.text, "request"),
            "scopes": ["openid", "profile"],
            "action": action,
        }
        page = browser.post(
            urljoin(page.url, "/identity/o/authorize"), data=form, timeout=10, allow_redirects=False
        )
        return page.headers["Location"]


Dance = Callable[..., HttpResponse]


@pytest.fixture
def dance(providers: dict[str, IdentityProvider]) -> Dance:
    """`dance(client, "linhai", slug="rsj", start="login")`: to the provider and back; the portal's last answer."""

    def go(
        client: Client, username: str, slug: str = "rsj", start: str = "login", action: str = "grant"
    ) -> HttpResponse:
        leaving = client.post(f"/accounts/oidc/{slug}/{start}/")
        if leaving.status_code == 302:  # links want the password once more
            leaving = client.post(leaving.url, {"password": "correct horse battery"})
        return client.get(consent(way_out(leaving), username, action))

    return go
