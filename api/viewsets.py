"""What every public read of the API has in common; plugins build their resources on `ResourceViewSet`.

    class RoomViewSet(ResourceViewSet):
        parameters = RoomParameters            # a ListParameters with the list's own filters
        ordering = ("-opened_on", "pk")
        serializer_class = RoomRow             # a row of the list
        detail_serializer_class = RoomDetail   # one resource; the same as the row unless given

        def rows(self, values): ...            # the queryset that the filters leave
        def one(self, key): ...                # the resource, or Http404

Reads are the same for everybody: no session is opened, cookies do not change the answer, and any origin may ask.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from api.pagination import KeysetPagination, Slice, slice_of
from api.parameters import ListParameters, Parameters

MAX_AGE_SECONDS = 60
# The answer of a root: the name of each resource with its address.
ADDRESSES = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, X-Request-ID",
}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class PublicRead(APIView):
    """A view that everybody may read, with JSON, a strong ETag, 60 seconds of shared caching and open CORS.

    Answers are in Chinese whatever the visitor's cookies say, so that one stored answer serves everybody; errors
    are in the reader's language and never stored.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)
    http_method_names = ["get", "head", "options"]
    cache_control: ClassVar[str] = f"public, max-age={MAX_AGE_SECONDS}"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(settings.LANGUAGE_CODE):
            return super().dispatch(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer to a browser's preflight."""
        return Response(status=204, headers=PREFLIGHT_HEADERS)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in CORS_HEADERS.items():
            answer.headers.setdefault(name, value)
        patch_vary_headers(answer, ["Accept"])
        if answer.status_code == 200 and request.method in ("GET", "HEAD"):
            answer.headers.setdefault("Cache-Control", self.cache_control)
            answer.headers["Content-Language"] = settings.LANGUAGE_CODE
            answer.add_post_render_callback(_with_etag(request))
        return answer


def _with_etag(request: Request) -> Any:
    """After rendering: the tag of the exact bytes, and 304 without a body for a caller who has them."""

    def callback(response: Response) -> HttpResponse | None:
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        answer = get_conditional_response(request, etag=etag, response=response)
        if answer is None or answer is response:
            return None
        for name, value in CORS_HEADERS.items():
            answer.headers[name] = value
        return answer

    return callback


class ResourceViewSet(PublicRead, GenericViewSet[Any]):
    """A list in keyset pages, and one resource by its key (`lookup_field`, the slug unless changed)."""

    parameters: ClassVar[type[ListParameters]] = ListParameters
    detail_serializer_class: ClassVar[type[Serializer[Any]] | None] = None
    ordering: ClassVar[Sequence[str]] = ("-pk",)
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    summary_serializer_class: ClassVar[type[Serializer[Any]] | None] = None
    pagination_class = KeysetPagination
    queryset = None

    def rows(self, values: dict[str, Any]) -> "QuerySet[Any, Any]":
        """The rows that the filters leave, unordered; `values` are the validated parameters."""
        raise NotImplementedError

    def one(self, key: str) -> Any:
        """The resource with this key; raises Http404."""
        raise NotImplementedError

    def ordering_for(self, values: dict[str, Any]) -> Sequence[str]:
        """The ordering of the list, see `slice_of`; override where a parameter chooses it."""
        return self.ordering

    def page(self, values: dict[str, Any]) -> Slice:
        """The page that the parameters ask for; override where rows are not a queryset."""
        return slice_of(self.rows(values), self.ordering_for(values), values["limit"], values["cursor"])

    def count(self, values: dict[str, Any]) -> int:
        """How many rows the filters leave; asked only with `total=true`."""
        return self.rows(values).count()

    def complete(self, rows: list[Any]) -> list[Any]:
        """Fill in what a row needs from other tables, in a fixed number of queries."""
        return rows

    def summary(self, values: dict[str, Any]) -> dict[str, Any]:
        """More members of the list's body beside the rows, such as counts of filter values."""
        return {}

    def list(self, request: Request) -> Response:
        values = self.parameters.read(request)
        page = self.page(values)
        total = {"total": self.count(values)} if values["total"] else {}
        rows = self.get_serializer(self.complete(page.rows), many=True).data
        return paged(request, page, total | self.summary(values) | {"results": rows})

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        Parameters.read(request)
        return Response(self.get_serializer(self.one(kwargs[self.lookup_field])).data)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        if self.action == "retrieve" and self.detail_serializer_class is not None:
            return self.detail_serializer_class
        return super().get_serializer_class()


def paged(request: Request, page: Slice, body: dict[str, Any]) -> Response:
    """The answer to a list: the body with the addresses of the pages before and after."""
    links = {
        name: with_cursor(request, str(cursor)) if cursor else None
        for name, cursor in (("next", page.next), ("previous", page.previous))
    }
    relations = {"next": "next", "previous": "prev"}
    header = ", ".join(f'<{url}>; rel="{relations[name]}"' for name, url in links.items() if url)
    return Response(links | body, headers={"Link": header} if header else None)


def with_cursor(request: Request, cursor: str) -> str:
    """The address of the request, going on from a cursor."""
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
