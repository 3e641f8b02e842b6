"""Plugins made for one test, in place of the installed ones."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from wagtail.models import Site

from portal.accounts.models import User
from portal.plugin.base import Plugin
from portal.plugin.registry import registry
from portal.plugin_contract.testing import all_routes


def plugin(slug: str = "alpha", **attributes: Any) -> Plugin:
    """A plugin that declares only what a test needs."""
    declared = {"slug": slug, "label": slug.title(), "portal": ">=0.1", **attributes}
    return type(slug.title(), (Plugin,), declared)(f"stranger_{slug}")


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`install(plugin("alpha"), …)`: these are the plugins of the portal until the test ends."""
    list(all_routes())  # the URLconf takes its plugins when it is first imported: those must be the real ones

    def put(*plugins: Plugin) -> None:
        monkeypatch.setattr(registry, "_refusals", {})
        monkeypatch.setattr(registry, "_usable", registry._in_order(plugins))

    return put


@pytest.fixture
def here(db: None) -> Site:
    """The site that the migrations leave behind."""
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def other_site(here: Site) -> Site:
    return Site.objects.create(hostname="beiling.hailan.example", root_page=here.root_page)


@pytest.fixture
def request_for() -> Callable[..., HttpRequest]:
    """`request_for(site)`: a new request as a visitor of the site makes it."""

    def make(site: Site, user: User | None = None) -> HttpRequest:
        request = RequestFactory().get("/", headers={"host": site.hostname})
        if user is not None:
            request.user = user
        return request

    return make
