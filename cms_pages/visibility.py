"""Which pages of a site everybody may see; lists, feeds, sitemaps and APIs all ask here."""

from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.db.models import Model, QuerySet

from cms_pages.routes import SECTIONS, open_to_everyone
from portal.plugin.registry import registry

P = TypeVar("P", bound=Model)


def visible(pages: "QuerySet[P]", site: Any, page: str = "") -> "QuerySet[P]":
    """Of pages of one type the live ones of the site without a restriction; none where their plugin is off.

    Of other objects, those whose page is so: `page` is the lookup that leads to it.
    """
    plugin = getattr(pages.model, "plugin", None)
    if site is None or (plugin and not registry.is_enabled(plugin, site)):
        return pages.none()
    to = f"{page}__" if page else ""
    shown = {f"{to}live": True, f"{to}path__startswith": site.root_page.path}
    return open_to_everyone(pages.filter(**shown), page)


def leads_somewhere(path: str, site: Any) -> bool:
    """Whether an address of the site, as editors write it into links, belongs to no plugin or to one that is on."""
    parts = urlsplit(path)
    first = "" if parts.netloc else parts.path.strip("/").partition("/")[0]
    owners = {plugin.first_segment: plugin.slug for plugin in registry if plugin.urls}
    owners |= {section: index.plugin for section, (index, _page) in SECTIONS.items() if index.plugin}
    return first not in owners or registry.is_enabled(owners[first], site)
