"""/api/v1/cases/: reviewed service cases, their beneficiaries masked (A10)."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.bodies import BODY_NODES, ImageSerializer, body_of, picture
from api.content import PageLink, on_this_site
from api.found_lists import FoundMembers, FoundParameters, FoundViewSet
from api.parameters import Values, Words
from api.terms import TermSerializer, joined_term, term_columns
from cms_pages.models import MentorPage, ServiceCasePage
from cms_pages.queries import published_cases
from cms_pages.search_documents import CaseDocument

ROW_COLUMNS = (
    *("pk", "slug", "title", "summary", "served_on", "beneficiary", "result", "mentor_page_id"),
    *term_columns("service_type"),
    *term_columns("industry"),
)

# How the parameter `mentor` may name a mentor. A plugin that knows mentors by another name adds its lookup here
# when its own API is loaded, as `mentors` does with the permanent code on the card.
MENTOR_LOOKUPS = ["mentor_page__slug"]


class CaseParameters(FoundParameters):
    """The filters of /cases/, and the mentor; several values of one widen the list, several filters narrow it."""

    service = Values(help_text="Slug of a service type, see /terms/service-types/.")
    industry = Values(help_text="Slug of an industry, see /terms/industries/.")
    year = Values(serializers.IntegerField(min_value=1900, max_value=2999), help_text="Year of service.")
    mentor = Words(help_text="Code or slug of a mentor.")


class MentorName(serializers.Serializer[Any]):
    """The mentor of a case, as far as everybody may read the mentor's page."""

    slug = serializers.CharField()
    name = serializers.CharField(source="title")
    html_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_html_url(self, row: Any) -> str:
        return str(self.context["request"].build_absolute_uri(f"/mentors/{row['slug']}/"))


class CaseRow(PageLink):
    section = "cases"

    summary = serializers.CharField(allow_blank=True)
    served_on = serializers.DateField()
    service_type = TermSerializer(allow_null=True)
    industry = TermSerializer(allow_null=True)
    beneficiary = serializers.CharField(help_text="Masked: no case names a person.")
    result = serializers.CharField()
    mentor = MentorName(allow_null=True)


class FoundCase(CaseRow, FoundMembers):
    """A case in a list."""


class CaseDetail(CaseRow):
    body = serializers.SerializerMethodField()
    photo = serializers.SerializerMethodField()

    @extend_schema_field(BODY_NODES)
    def get_body(self, page: ServiceCasePage) -> Any:
        return body_of(page.body, self.context["request"])

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_photo(self, page: ServiceCasePage) -> Any:
        return picture(page.photo, self.context["request"])


class CaseViewSet(FoundViewSet):
    """Service cases, newest first."""

    document = CaseDocument
    parameters = CaseParameters
    serializer_class = FoundCase
    detail_serializer_class = CaseDetail
    ordering = ("-served_on", "-pk")

    def rows(self, values: dict[str, Any]) -> "QuerySet[ServiceCasePage, Any]":
        cases = self.matching(on_this_site(self.request, published_cases()), values)
        return cases.filter(_chosen(values)).values(*ROW_COLUMNS)

    def complete(self, rows: list[Any]) -> list[Any]:
        mentors = self._mentors({row["mentor_page_id"] for row in rows})
        for row in rows:
            row["mentor"] = mentors.get(row["mentor_page_id"])
            row["service_type"] = joined_term(row, "service_type")
            row["industry"] = joined_term(row, "industry")
        return super().complete(rows)

    def one(self, key: str) -> ServiceCasePage:
        cases = ServiceCasePage.objects.select_related("service_type", "industry", "photo")
        page = get_object_or_404(on_this_site(self.request, cases), slug=key)
        page.mentor = self._mentors({page.mentor_page_id}).get(page.mentor_page_id)
        return page

    def _mentors(self, keys: set[int | None]) -> dict[int, dict[str, Any]]:
        known = keys - {None}
        if not known:
            return {}
        pages = on_this_site(self.request, MentorPage.objects.filter(pk__in=known))
        return {row["pk"]: row for row in pages.values("pk", "slug", "title")}


def _chosen(values: dict[str, Any]) -> Q:
    chosen = Q()
    if values["service"]:
        chosen &= Q(service_type__slug__in=values["service"])
    if values["industry"]:
        chosen &= Q(industry__slug__in=values["industry"])
    if values["year"]:
        chosen &= reduce(or_, (Q(served_on__year=year) for year in values["year"]))
    if values["mentor"]:
        chosen &= reduce(or_, (Q(**{lookup: values["mentor"]}) for lookup in MENTOR_LOOKUPS))
    return chosen
