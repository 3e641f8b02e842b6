"""Which site a request is for, without asking the database each time.

Wagtail looks the site up by host and port once a request and keeps it on the request; this middleware puts it
there from the shared cache. Saving or deleting a site forgets all of them.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site

KEEP_SECONDS = 3600
GENERATION = "sites:generation"


class KnownSiteMiddleware:
    """Put the site where `Site.find_for_request` looks first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request.get_host())
        site = cache.get(key)
        if site is not None:
            request._wagtail_site = site  # type: ignore[attr-defined]  # Wagtail's own place for it
        elif (site := Site.find_for_request(request)) is not None:
            _ = site.root_page  # kept with the site: every page address starts with its path
            cache.set(key, site, KEEP_SECONDS)
        return self.get_response(request)


def key_of(host: str) -> str:
    """Where the cache keeps the site of a host."""
    return f"site:{cache.get(GENERATION, 0)}:{host}"


@receiver([post_save, post_delete], sender=Site)
def forget_sites(sender: type[Any], **kwargs: Any) -> None:
    """Give the next request a new generation of keys."""
    cache.set(GENERATION, cache.get(GENERATION, 0) + 1, None)


def forget_sites_when_their_root_moves(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Connected to Wagtail's page signals in `PortalConfig.ready`."""
    if instance.depth <= 2:
        forget_sites(sender)
