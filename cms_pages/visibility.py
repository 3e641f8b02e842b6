"""Which pages of a site everybody may see; lists, feeds, sitemaps and APIs all ask here."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from wagtail.models import Page

from cms_pages.routes import open_to_everyone
from portal.plugin.registry import registry

P = TypeVar("P", bound=Page)


def visible(pages: "QuerySet[P]", site: Any) -> "QuerySet[P]":
    """Of pages of one type the live ones of the site without a restriction; none where their plugin is off."""
    plugin = getattr(pages.model, "plugin", None)
    if site is None or (plugin and not registry.is_enabled(plugin, site)):
        return pages.none()
    return open_to_everyone(pages.filter(live=True, path__startswith=site.root_page.path))
