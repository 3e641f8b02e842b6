"""/api/v2/page_preview/: a draft as /api/v2/pages/ would show it, for whoever holds a link made by an editor."""

from typing import ClassVar

from django.http import Http404
from django.urls import URLPattern, path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField
from wagtail.models import Page

from api.errors import PREVIEW_REFUSED, PROBLEM_MEDIA_TYPE, ProblemError
from api.pages import PageEndpoint
from api.parameters import Parameters
from api.problems import ProblemSerializer
from api.schema_v2 import PAGE
from cms_pages.models import BasePage
from cms_pages.previews import PreviewGone, PreviewRefused, draft_of


class PreviewParameters(Parameters):
    token = CharField(max_length=400)


class PreviewEndpoint(PageEndpoint):
    """Never stored anywhere; the link is valid for minutes and only while its maker may edit the page."""

    name = "page_preview"
    cache_control: ClassVar[str] = "no-store"

    @extend_schema(
        operation_id="page_preview_retrieve",
        parameters=[
            OpenApiParameter("token", str, required=True, description="From the link that the editor made.")
        ],
        responses={200: PAGE, (403, PROBLEM_MEDIA_TYPE): ProblemSerializer},
        tags=["v2"],
    )
    def preview_view(self, request: Request) -> Response:
        """The newest draft of a page as it was when the link was made."""
        token = PreviewParameters.read(request)["token"]
        try:
            self._cached_object = draft_of(token)
        except PreviewRefused:
            raise ProblemError(PREVIEW_REFUSED) from None
        except PreviewGone:
            raise Http404 from None
        if isinstance(self._cached_object, BasePage):
            self._cached_object.require_plugin(request._request)
        return Response(self.get_serializer(self._cached_object).data)

    def get_object(self) -> Page:
        return self._cached_object

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [path("", cls.as_view({"get": "preview_view"}), name="preview")]  # type: ignore[call-arg]
