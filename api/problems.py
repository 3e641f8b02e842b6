"""What a problem looks like, what its `type` leads to, and the answer for addresses that do not exist."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from rest_framework import serializers
from rest_framework.request import Request

from api.errors import BY_STATUS, PROBLEM_MEDIA_TYPE, PROBLEMS, document_of, language_of
from api.viewsets import PublicRead


class FieldError(serializers.Serializer[Any]):
    field = serializers.CharField(
        allow_blank=True, help_text="Name of the parameter; empty when no single one is at fault."
    )
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457: why a request was refused, in the reader's language."""

    type = serializers.CharField(
        help_text="Path that names the kind of problem and leads to its explanation."
    )
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(
        help_text="urn:uuid: with the id of the request, as in X-Request-ID and the log."
    )
    errors = FieldError(many=True, required=False, help_text="What is wrong with which parameter.")


class Nothing(PublicRead):
    """Addresses below /api/ that do not exist, in the API's own error format."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404


def body_refused(request: HttpRequest, status: int) -> HttpResponse:
    """The refusal of a body that was not read; settings.BODY_REFUSED names it."""
    with translation.override(language_of(request)):
        return JsonResponse(
            document_of(BY_STATUS[status]),
            status=status,
            content_type=PROBLEM_MEDIA_TYPE,
            headers={"Cache-Control": "no-store"},
        )


@require_safe
def problem(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The explanation of a kind of problem, as plain text."""
    if slug not in PROBLEMS:
        return Nothing.as_view()(request)
    kind = PROBLEMS[slug]
    with translation.override(language_of(request)):
        response = HttpResponse(
            f"{kind.status} {kind.title}\n\n{kind.detail}\n", content_type="text/plain; charset=utf-8"
        )
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
