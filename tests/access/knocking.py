"""Knocking at an address as somebody, and what is meant by being let in."""

from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.base import Template
from django.template.context import Context
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from cms_pages import chrome
from portal.plugin import switches
from portal.sites import key_of
from tests.access.scene import VISITOR, Scene

WRITES = ("INSERT", "UPDATE", "DELETE")
# What a look may leave behind.
OF_LOOKS = (
    "django_session",
    "usersessions_usersession",  # when it was last in use
    "audit_entry",
    "desk_look",  # who has a case open
    "mentors_cardscan",  # how often a card was scanned
    "portalrendition",  # a picture in another size
    '"cms_pages_portalimage" SET "file_size"',  # Wagtail fills it in when it first needs it
    "wagtailadmin_editingsession",  # that somebody else has the page open
    "wagtailcore_pagesubscription",  # what one is told of; made with the editor
    "wagtailusers_userprofile",  # made with the page on which it is filled in
    "account_emailaddress",  # allauth's copy of the account's address
)


def _unpainted(template: Template, context: Context) -> str:
    return ""


# Who is let in is decided before an answer is painted, and painting takes most of its time.
UNPAINTED = mock.patch.object(Template, "_render", _unpainted)


def known(site: Site) -> dict[str, Any]:
    """What a portal keeps from its first request on, the same for everybody, by its keys: a fifth of the time to find."""
    Client().get("/")
    keys = (key_of("testserver"), switches.KEY.format(site.pk), chrome.KEY.format(site.pk))
    found = cache.get_many(keys)
    assert found.keys() == set(keys)
    return found


@dataclass(frozen=True)
class Answer:
    """What came of a knock; `written` are the statements that wrote something."""

    method: str
    status: int
    location: str
    written: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """What was written beside the traces of a look."""
        return tuple(sql for sql in self.written if not any(part in sql for part in OF_LOOKS))

    @property
    def let_in(self) -> bool:
        """Whether more was said than that one may not, or must sign in first, or that nothing is there."""
        turned_away = (reverse("account_login"), reverse("wagtailadmin_login"))
        if self.status in (401, 403, 404):
            return False
        # Wagtail sends whoever lacks a permission home, with a message.
        return not (self.location == reverse("wagtailadmin_home") or self.location.startswith(turned_away))


class Visitors:
    """A client for each actor; every knock finds the portal as it was before."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cookies: dict[str, str] = {}
        # Two for all knocks: a client that is new each time puts the portal together anew.
        self.clients = {
            strict: Client(raise_request_exception=False, enforce_csrf_checks=strict)
            for strict in (False, True)
        }
        for actor, person in scene.people.items():
            client = Client()
            client.force_login(person)
            self.cookies[actor] = client.cookies["sessionid"].value
        # What a card is drawn from is read once and kept: that once it must be painted.
        assert Client().get(f"/m/{scene.things['mentor'].code}/card.svg").status_code == 200
        cache.clear()  # the name of a site's key is another after each change of a site
        self.known = known(scene.site)

    def knock(self, actor: str, path: str) -> Answer:
        """Read the address; where it cannot be read, send it nothing; where it takes nothing, delete it."""
        for method in ("get", "post", "delete"):
            answer = self.send(method, actor, path)
            if answer.status != 405:
                break
        return answer

    def send(self, method: str, actor: str, path: str, *, as_another_site: bool = False) -> Answer:
        """One request; `as_another_site` without the mark by which the portal knows its own forms."""
        written: list[str] = []

        def note(execute, sql, params, many, context):
            if sql.lstrip().startswith(WRITES):
                written.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note), UNPAINTED:
            response = self.ask(method, actor, path, as_another_site=as_another_site)
        return Answer(method, response.status_code, response.headers.get("Location", ""), tuple(written))

    def ask(
        self, method: str, actor: str, path: str, *, as_another_site: bool = False, **request: Any
    ) -> HttpResponse:
        """The whole answer to one request, which leaves nothing behind."""
        client = self.clients[as_another_site]
        client.cookies.clear()
        if actor != VISITOR:
            client.cookies["sessionid"] = self.cookies[actor]
        cache.clear()
        cache.set_many(self.known)
        with transaction.atomic():
            response: HttpResponse = getattr(client, method)(path, **request)
            transaction.set_rollback(True)
        return response
