"""The OpenAPI document at its address."""

import hashlib
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.urls import get_resolver
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from portal.plugin.registry import registry


class Made(NamedTuple):
    content: bytes
    headers: dict[str, str]


class DocumentView(SpectacularAPIView):
    """The document of what is on for the site, with a strong ETag.

    Making it takes a third of a second, and the database says nothing of it but which plugins are on: a process makes
    it once for the routes, these plugins, the language and the format. With `lang` or `version` it is made anew.
    """

    made: dict[tuple[Any, ...], Made] = {}

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.query_params.keys().isdisjoint({"lang", "version"}):
            return super().get(request, *args, **kwargs)
        on = tuple(plugin.slug for plugin in registry.enabled_for(request._request))
        key = (get_resolver(), on, get_language(), type(request.accepted_renderer))
        if key not in self.made:
            self.made[key] = self._make(request, *args, **kwargs)
        content, headers = self.made[key]
        answer = HttpResponse(content, headers=headers)
        return get_conditional_response(request, etag=headers["ETag"], response=answer) or answer

    def _make(self, request: Request, *args: Any, **kwargs: Any) -> Made:
        answer, renderer = super().get(request, *args, **kwargs), request.accepted_renderer
        content: bytes = renderer.render(answer.data)
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        return Made(
            content,
            {
                "Content-Type": f"{renderer.media_type}{charset}",
                "Content-Disposition": answer.headers["Content-Disposition"],
                "Cache-Control": "no-cache",
                "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
            },
        )
