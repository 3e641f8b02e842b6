"""What plugins show in pages and menus. Whatever one of them raises, the page lives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Site

from portal.plugin.base import Plugin
from portal.plugin.registry import registry
from portal.plugin.switches import record_failure

# What a plugin's template may count on besides its own context; the rest of the page's context stays private.
SHARED = ("request", "user", "perms", "prefs", "csrf_token")


class Link(NamedTuple):
    label: str
    url: str
    order: int


@contextmanager
def contained(plugin: Plugin, site: Any, place: str) -> Iterator[None]:
    """Turn an exception into a counted failure; inside a transaction, undo what the plugin did to it."""
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            yield
    except Exception as error:
        record_failure(plugin, site, place, error)


def slot(context: Any, name: str, page: Any = None) -> SafeString:
    """What the plugins that are on show in a slot of the page: `{% slot "home_aside" page %}`.

    With `as box` the template can leave out a frame around nothing.
    """
    html: list[tuple[str]] = []
    for plugin, piece in _offered(context.get("request"), "page_slots", name):
        with contained(plugin, Site.find_for_request(context["request"]), f"slot {name}"):
            if isinstance(page, piece.model):
                own = piece.context(context["request"], page) if piece.context else {}
                html.append((_drawn(piece.template, context, {"page": page, **own}),))
    return format_html_join("", "{}", html)


def panels(context: Any, zone: str) -> SafeString:
    """What the plugins that are on show in a zone of panels."""
    html: list[tuple[str]] = []
    for plugin, piece in _offered(context.get("request"), "panels", zone):
        with contained(plugin, Site.find_for_request(context["request"]), f"panel {zone}"):
            own = piece.context(context["request"]) if piece.context else {}
            html.append((_drawn(piece.template, context, own),))
    return format_html_join("", "{}", html)


def menu(zone: str, request: HttpRequest | None) -> list[Link]:
    """The entries that the plugins that are on add to a menu, as far as the user may see them."""
    links: list[Link] = []
    user = getattr(request, "user", None) or AnonymousUser()
    for plugin, item in _offered(request, "menu", zone):
        with contained(plugin, Site.find_for_request(request), f"menu {zone}"):
            if item.rule is None or item.rule(user):
                links.append(Link(str(item.label), reverse(item.url_name), item.order))
    return links


def _offered(request: HttpRequest | None, kind: str, place: str) -> list[tuple[Plugin, Any]]:
    pieces = [(plugin, piece) for plugin in registry.enabled_for(request) for piece in getattr(plugin, kind)]
    here = [pair for pair in pieces if place == (pair[1].name if kind == "page_slots" else pair[1].zone)]
    return sorted(here, key=lambda pair: pair[1].order)


def _drawn(template: str, context: Any, own: Mapping[str, Any]) -> SafeString:
    shared = {name: context[name] for name in SHARED if name in context}
    return get_template(template).template.render(Context({**shared, **own}))  # type: ignore[attr-defined]
