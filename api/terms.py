"""The controlled lists that filters use: /terms/ names them, /terms/<list>/ gives the words of one."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.parameters import Parameters
from api.viewsets import PublicRead
from cms_pages.models import Audience, District, Field, Industry, Language, PolicyTopic, ServiceType, Term

LISTS: dict[str, type[Term]] = {
    "audiences": Audience,
    "districts": District,
    "fields": Field,
    "industries": Industry,
    "languages": Language,
    "policy-topics": PolicyTopic,
    "service-types": ServiceType,
}


class TermSerializer(serializers.Serializer[Any]):
    """A word of a controlled list; `slug` is what filters take and never changes."""

    slug = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)


class TermListLink(serializers.Serializer[Any]):
    list = serializers.ChoiceField(list(LISTS))
    label = serializers.CharField()
    detail_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_detail_url(self, row: Any) -> str:
        return str(reverse("v1:terms-detail", [row["list"]], request=self.context["request"]))


class TermListSerializer(serializers.Serializer[Any]):
    list = serializers.ChoiceField(list(LISTS))
    label = serializers.CharField()
    terms = TermSerializer(many=True)


class TermLists(PublicRead):
    @extend_schema(operation_id="terms_list", responses=TermListLink(many=True))
    def get(self, request: Request) -> Response:
        """Name the controlled lists."""
        Parameters.read(request)
        rows = [{"list": name, "label": _label(model)} for name, model in LISTS.items()]
        return Response(TermListLink(rows, many=True, context={"request": request}).data)


class TermList(PublicRead):
    @extend_schema(
        operation_id="terms_retrieve",
        parameters=[OpenApiParameter("list", str, OpenApiParameter.PATH, enum=list(LISTS))],
        responses=TermListSerializer,
    )
    def get(self, request: Request, list: str) -> Response:
        """The words of one list in the editors' order."""
        Parameters.read(request)
        if list not in LISTS:
            raise Http404
        model = LISTS[list]
        return Response(
            TermListSerializer({"list": list, "label": _label(model), "terms": model.objects.all()}).data
        )


def _label(model: type[Term]) -> str:
    return str(model._meta.verbose_name)


def joined_term(row: dict[str, Any], name: str) -> dict[str, str] | None:
    """Take `name__slug`, `name__name`, `name__name_en` out of a row of values() and give them back as one term."""
    term = {part: row.pop(f"{name}__{part}") for part in ("slug", "name", "name_en")}
    return term if term["slug"] else None


def term_columns(name: str) -> list[str]:
    """The columns that `joined_term` wants."""
    return [f"{name}__{part}" for part in ("slug", "name", "name_en")]
