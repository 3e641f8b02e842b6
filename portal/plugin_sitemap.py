"""What plugins add to sitemap.xml. Whatever one of them raises, the sitemap lives."""

from datetime import date
from typing import Any

from django.contrib.sitemaps import Sitemap

from portal.plugin.registry import registry
from portal.plugin.slots import contained


class PluginSitemap(Sitemap):
    """The addresses that the site's plugins add to sitemap.xml: `PluginSitemap(site)`."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def items(self) -> list[tuple[str, date | None]]:
        entries: list[tuple[str, date | None]] = []
        for plugin in registry.enabled(self.site):
            with contained(plugin, self.site, "sitemap"):
                entries += list(plugin.sitemap(self.site))
        return entries

    def location(self, item: tuple[str, date | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, date | None]) -> date | None:
        return item[1]
