"""Routes of plugins stay mounted, so that `reverse()` always works; where the plugin is off they answer 404."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from portal.plugin.base import Plugin
from portal.plugin.registry import registry

Entry = URLPattern | URLResolver


class Gone(APIView):
    """What an API route of a plugin that is off answers, in the API's own error format."""

    authentication_classes = permission_classes = throttle_classes = ()

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        raise Http404


def url_patterns() -> list[Entry]:
    """The public addresses of all plugins, for the root URLconf: /<slug>/ or the address a bundled plugin names."""
    return _mounted(
        lambda plugin: [path(f"{plugin.first_segment}/", include(plugin.urls))] if plugin.urls else []
    )


def api_patterns() -> list[Entry]:
    """The API routes of all plugins, to be included at /api/v1/."""
    return _mounted(_api_routes)


def gate(entries: Iterable[Any], slug: str) -> list[Entry]:
    """Copies of routes, nested includes with them, that answer 404 where the plugin is off."""
    return [_gated(entry, slug) for entry in entries]


def _mounted(routes_of: Callable[[Plugin], list[Any]]) -> list[Entry]:
    mounted: list[Entry] = []
    for plugin in registry:
        try:
            mounted += gate(routes_of(plugin), plugin.slug)
        except Exception as error:  # one plugin's broken URLs must not take the portal's addresses away
            registry.refuse(plugin, error)
    return mounted


def _api_routes(plugin: Plugin) -> list[Any]:
    router = SimpleRouter()
    for route, viewset in plugin.api.items():
        router.register(route, viewset, basename=route)
    return router.urls


def _gated(entry: Entry, slug: str) -> Entry:
    if isinstance(entry, URLResolver):
        inner = gate(entry.url_patterns, slug)
        return URLResolver(entry.pattern, inner, entry.default_kwargs, entry.app_name, entry.namespace)
    return URLPattern(entry.pattern, _gated_view(entry.callback, slug), entry.default_args, entry.name)


def _gated_view(view: Any, slug: str) -> Any:
    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if any(plugin.slug == slug for plugin in registry.enabled_for(request)):
            return view(request, *args, **kwargs)
        if issubclass(getattr(view, "cls", object), APIView):
            return Gone.as_view()(request)
        raise Http404

    gated.plugin_slug = slug  # type: ignore[attr-defined]  # whose route it is: checks, tests and the schema ask
    return gated
