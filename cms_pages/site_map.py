"""/sitemap/: the columns of the site as a reader sees them (X2); sitemap.xml is for machines."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms_pages.models import SectionPage
from cms_pages.visibility import visible
from portal.plugin.registry import registry


@dataclass(frozen=True)
class Column:
    """A page right below the home page with the standing pages below it; what lists hold is not on the map."""

    page: Page
    children: list[Page]


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every column that everybody may see, in the order of the tree. Raises Http404 where there is no site."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return render(request, "site_map.html", {"sections": columns_of(site)})


def columns_of(site: Site) -> list[Column]:
    """The columns of a site that are on; as many queries as there are kinds of columns, and two."""
    home = site.root_page
    below: dict[str, list[Page]] = defaultdict(list)
    standing = visible(Page.objects.type(SectionPage), site).filter(depth=home.depth + 2)
    for page in standing.order_by("path"):
        below[page.path[: -Page.steplen]].append(page)
    top: Any = visible(Page.objects.child_of(home), site).order_by("path")
    return [Column(page, below[page.path]) for page in top.specific() if _is_on(page, site)]


def _is_on(page: Page, site: Any) -> bool:
    plugin = getattr(page.specific_class, "plugin", None)
    return plugin is None or registry.is_enabled(plugin, site)
