"""No route of the portal leads to another site, whatever it is told to lead back to (W5).

First every route is told of a page of the portal: those that take it up are the ones that could lead astray. Then
these are told of every kind of hostile target.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from django.http import HttpResponse
from django.template.base import Template
from django.template.context import Context
from django.urls import resolve

from tests.access.knocking import Visitors
from tests.access.routes import every_route
from tests.access.scene import ACTORS, SUPERUSER, VISITOR, Scene
from tests.access.table import line_of
from tests.attacks.hostile import HEADERS, led_away, spoken, texts_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# Under these names the portal, Wagtail, allauth and their like are told where to lead.
NAMES = (
    *(
        "next",
        "next_url",
        "return",
        "return_to",
        "return_url",
        "url",
        "redirect",
        "redirect_to",
        "redirect_url",
    ),
    *("back", "to", "query", "source", "where", "continue", "goto", "target", "callback", "cancel_url"),
)
OWN = "/led/back/here/"
SCRIPT = "javascript:alert('evil.example')"
ELSEWHERE = "https://evil.example/"
HOSTILE = (
    ELSEWHERE,
    SCRIPT,
    "//evil.example/",
    "/\\evil.example/",
    "https:evil.example/",
    "%2f%2fevil.example/",
    "/\t/evil.example/",
    "\n//evil.example/",
    "https://testserver@evil.example/",
    "／／evil.example/",
)
REACHED = {
    *(
        "preferences",
        "privacy:reveal",
        "account_login",
        "account_logout",
        "account_signup",
        "account_reauthenticate",
    ),
    *(
        "mfa_authenticate",
        "wagtailcore_login",
        "search_pin",
        "desk:bulk",
        "desk:save_filter",
        "identity_needed",
    ),
    *("wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:workflow_action"),
    *("wagtailimages:delete", "wagtaildocs:delete", "special_days:delete"),
}


@dataclass(frozen=True)
class Ask:
    """One way to tell a route where to lead."""

    name: str
    method: str
    actor: str
    path: str

    @property
    def view(self) -> Any:
        """What answers."""
        answers = resolve(self.path).func
        return getattr(answers, "view_class", answers)

    def tell(self, visitors: Visitors, target: str) -> HttpResponse:
        told = dict.fromkeys(NAMES, target)
        query = {"data": told} if self.method == "get" else {"data": told, "query_params": told}
        referer = re.sub(r"[\t\r\n]", "", target)
        return visitors.ask(self.method, self.actor, self.path, headers={"Referer": referer}, **query)


@contextmanager
def noted() -> Iterator[set[str]]:
    """The texts that views hand to their templates, which are not painted."""
    found: set[str] = set()

    def note(template: Template, context: Context) -> str:
        values = context.flatten()
        found.update(text for name, value in values.items() if name != "self" for text in texts_in(value, 3))
        return ""

    with mock.patch.object(Template, "_render", note):
        yield found


@pytest.fixture(scope="module")
def asks(scene: Scene) -> list[Ask]:
    """Every route as somebody who is let in there; those of accounts as a visitor and as somebody who is known."""
    found = []
    for route in every_route():
        name, path = next(iter(scene.paths(route).items()))
        let_in = line_of(route.name).actors(name)
        known = next((actor for actor in ACTORS if actor in let_in and actor != VISITOR), SUPERUSER)
        several = path.startswith("/accounts/") or VISITOR not in let_in
        for actor in ({known} if several else set()) | ({VISITOR} & let_in):
            found += [Ask(route.name, method, actor, path) for method in ("get", "post")]
    return found


@pytest.fixture(scope="module")
def takers(asks: list[Ask], visitors: Visitors, django_db_blocker: Any) -> list[Ask]:
    """Those that take up where they are told to lead; one for each view, of which Wagtail has some for many routes."""
    with django_db_blocker.unblock():
        found = [ask for ask in asks if _takes(ask, visitors)]
    return [*{(ask.view, ask.method, ask.actor == VISITOR): ask for ask in found}.values()]


def _takes(ask: Ask, visitors: Visitors) -> bool:
    with noted() as texts:
        answer = ask.tell(visitors, OWN)
    led = any(OWN in answer.headers.get(name, "") for name in HEADERS)
    return led or any(text.startswith(OWN) for text in (*texts, *spoken(answer)))


def test_every_way_to_lead_back_is_among_those_that_are_tried(takers: list[Ask]) -> None:
    assert {ask.name for ask in takers} >= REACHED
    assert len(takers) > 60


@pytest.mark.parametrize("target", HOSTILE)
def test_w5_no_route_leads_to_another_site(takers: list[Ask], visitors: Visitors, target: str) -> None:
    for ask in takers:
        with noted() as texts:
            answer = ask.tell(visitors, target)
        # Where it came through the page is looked at, with two of them: it makes the same of all.
        if target in (ELSEWHERE, SCRIPT) and any("evil" in text for text in texts):
            answer = ask.tell(visitors, target)
        assert answer.status_code < 500, ask
        assert not led_away(answer), ask
