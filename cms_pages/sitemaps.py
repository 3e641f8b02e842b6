"""sitemap.xml and robots.txt: what search engines are told.

The map is split by type of page and each part into pages of 1,000 addresses. The index is one query, a page of a part
two, however many addresses there are. Private pages and pages of a plugin that is off are not in it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from math import ceil
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap, views
from django.contrib.sites.requests import RequestSite
from django.core.paginator import InvalidPage
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site, get_page_models

from cms_pages.models import BasePage
from cms_pages.visibility import visible
from portal.plugin.registry import registry
from portal.plugin_sitemap import PluginSitemap

PER_PAGE = 1000
MAX_AGE_SECONDS = 3600
PLUGINS = "plugins"
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /leave/
Disallow: /preferences/

Sitemap: {address}
"""
CHANGED = Coalesce("last_published_at", "latest_revision_created_at")
Entry = tuple[str, datetime | None]


class TypeSitemap(Sitemap[Any]):
    """The pages of one type on a site: rows of address and time, never whole pages."""

    limit = PER_PAGE

    def __init__(self, model: type[BasePage], site: Site) -> None:
        self.model, self.site = model, site

    def items(self) -> "QuerySet[Any, Entry]":
        pages = visible(self.model.objects.all(), self.site)
        return pages.order_by("pk").annotate(changed=CHANGED).values_list("url_path", "changed")

    def location(self, item: Entry) -> str:
        """The path below the site's root page, which itself is /."""
        return "/" + item[0].removeprefix(self.site.root_page.url_path)

    def lastmod(self, item: Entry) -> datetime | None:
        return item[1]


def part_of(name: str, site: Site) -> Sitemap[Any]:
    """The part of a site's map with this name. Raises Http404."""
    if name == PLUGINS:
        return PluginSitemap(site)
    models = {model._meta.model_name: model for model in get_page_models() if issubclass(model, BasePage)}
    if name not in models:
        raise Http404
    return TypeSitemap(models[name], site)


def _index_entries(request: HttpRequest, site: Site) -> Iterator[views.SitemapIndexItem]:
    pages = visible(Page.objects.all(), site).order_by()
    counted = pages.values_list("content_type").annotate(count=Count("pk"), latest=Max(CHANGED))
    for key, count, latest in sorted(counted):
        model = ContentType.objects.get_for_id(key).model_class()
        if model and issubclass(model, BasePage) and _is_on(model.plugin, site):
            yield from _addresses(request, str(model._meta.model_name), count, latest, TypeSitemap.limit)
    added = PluginSitemap(site)
    if entries := added.items():
        days = [day for _address, day in entries if day]
        yield from _addresses(request, PLUGINS, len(entries), max(days, default=None), added.limit)


def _is_on(plugin: str | None, site: Site) -> bool:
    return plugin is None or registry.is_enabled(plugin, site)


def _addresses(
    request: HttpRequest, name: str, count: int, latest: date | None, limit: int
) -> Iterator[views.SitemapIndexItem]:
    address = request.build_absolute_uri(reverse("cms_pages:sitemap_part", args=[name]))
    for number in range(1, ceil(count / limit) + 1):
        yield views.SitemapIndexItem(address if number == 1 else f"{address}?p={number}", latest)  # type: ignore[arg-type]


# Views --------------------------------------------------------------------------------------------------------------


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


@require_safe
@conditional_page
@cache_control(public=True, max_age=MAX_AGE_SECONDS)
@views.x_robots_tag
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: the parts, each with the time of its last change."""
    return _xml("sitemap_index.xml", {"sitemaps": list(_index_entries(request, _site(request)))})


@require_safe
@conditional_page
@cache_control(public=True, max_age=MAX_AGE_SECONDS)
@views.x_robots_tag
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """/sitemap-<part>.xml?p=<page>: up to 1,000 addresses."""
    sitemap = part_of(part, _site(request))
    try:
        urls = sitemap.get_urls(request.GET.get("p", "1"), RequestSite(request), request.scheme)
    except InvalidPage:
        raise Http404 from None
    return _xml("sitemap.xml", {"urlset": urls})


def _xml(template: str, context: dict[str, Any]) -> HttpResponse:
    """Rendered without the request: what surrounds pages, and the session with it, has no place here."""
    return HttpResponse(render_to_string(template, context), content_type="application/xml")


@require_safe
@conditional_page
@cache_control(public=True, max_age=MAX_AGE_SECONDS)
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt."""
    text = ROBOTS.format(address=request.build_absolute_uri(reverse("cms_pages:sitemap")))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
