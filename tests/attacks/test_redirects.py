"""No address of the portal sends anybody to another site (W5)."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms_pages.models import HomePage, SectionPage
from tests.attacks.hostile import HOSTILE, MARKS, led_away, stays
from tests.conftest import person
from tests.portal.attachments.conftest import owner, people, put, storage

__all__ = ["owner", "people", "put", "storage"]

PASSWORD = "correct horse battery"


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_sign_in_with_a_hostile_next_stays(site, target: str) -> None:
    person("anyone", "任意")
    answer = Client().post(
        f"{reverse('account_login')}",
        {"login": "anyone@hailan.example", "password": PASSWORD, "next": target},
    )
    assert answer.status_code == 302
    assert stays(answer.headers["Location"]), answer.headers["Location"]


@pytest.fixture(scope="module")
def session(module_site) -> str:
    """The key of a session of somebody with an account, begun once."""
    client = Client()
    client.force_login(person("citizen", "王市民"))
    return client.cookies["sessionid"].value


@pytest.mark.parametrize("target", HOSTILE)
@pytest.mark.parametrize("name", ["account_logout", "preferences", "account_login", "account_signup"])
def test_w5_page_with_a_hostile_next_stays(client, session: str, name: str, target: str) -> None:
    client.cookies["sessionid"] = session
    for answer in (
        client.get(reverse(name), {"next": target, "elder": "1"}),
        client.get(
            reverse(name), {"elder": "1"}, headers={"Referer": target.replace("\n", "").replace("\r", "")}
        ),
        client.post(reverse(name), {"next": target}),
    ):
        assert answer.status_code < 500
        assert stays(answer.headers.get("Location", "/")), answer.headers["Location"]


def test_w5_way_back_of_pages_of_ones_own_stays(signed_in, owner, put) -> None:
    """Each of them has a check of its own of where one came from."""
    client, kept = signed_in(owner), put()
    addresses = (
        reverse("attachments:remove", args=[kept.pk]),
        reverse("identity_needed"),
        "/admin/login/",
    )
    for target in HOSTILE:
        for address in addresses:
            answer = client.get(address, {"next": target, "level": "2"})
            assert answer.status_code in {200, 302}, address
            assert not led_away(answer), (address, target)


@pytest.mark.parametrize("target", HOSTILE[:12])
def test_w5_file_that_is_taken_away_leads_back_to_the_portal(signed_in, owner, put, target: str) -> None:
    answer = signed_in(owner).post(reverse("attachments:remove", args=[put().pk]), {"next": target})
    assert answer.status_code == 302
    assert stays(answer.headers["Location"])


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_page_that_leads_out_wants_the_portals_own_mark(client, site, target: str) -> None:
    for mark in ("", "x", "evil.example"):
        assert client.get(reverse("cms_pages:leaving"), {"to": target, "mark": mark}).status_code == 404


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_path_that_looks_like_a_host_stays(client, site, target: str) -> None:
    answer = client.get("/" + target.lstrip("/").replace("\n", "%0A").replace("\r", "%0D"))
    assert stays(answer.headers.get("Location", "/"))


def link_blocks() -> list[Any]:
    """Of the front page and of standing pages: where links within the site are written."""
    streams = (HomePage._meta.get_field("shortcuts"), SectionPage._meta.get_field("links"))
    return [block for stream in streams for block in stream.stream_block.child_blocks.values()]


def clean_link(block: Any, path: str) -> Any:
    written = {"label": "办事", "path": path, "url": ""}
    return block.clean(block.to_python({name: written[name] for name in block.child_blocks}))


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_link_within_the_site_is_no_way_out(target: str) -> None:
    for block in link_blocks():
        with suppress(ValidationError):
            assert stays(clean_link(block, target)["path"])


@pytest.mark.parametrize("path", ["/", "/policies/", "/policies/centre-measures/#a10", "/mentors/?q=融资"])
def test_link_within_the_site_is_taken(path: str) -> None:
    for block in link_blocks():
        assert clean_link(block, path)["path"] == path


def test_w5_corpus_has_forty() -> None:
    assert len(set(HOSTILE)) >= 40
    assert all(any(mark in target for mark in MARKS) for target in HOSTILE)
