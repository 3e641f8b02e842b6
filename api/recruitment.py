"""/api/v1/recruitment/: rounds of the centre with their phase, materials and the articles they rest on (B10.1)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.bodies import BODY_NODES, AttachmentSerializer, attachments_of, body_of
from api.content import Keywords, PageLink, on_this_site
from api.parameters import ListParameters, Values
from api.viewsets import ResourceViewSet
from cms_pages.choices import ApplicantKind, Phase
from cms_pages.models import RecruitmentPage


class RecruitmentParameters(ListParameters):
    phase = Values(serializers.ChoiceField(Phase.choices), help_text="Phase at the time of the request.")


class RecruitmentRow(PageLink):
    section = "recruitment"

    summary = serializers.CharField(allow_blank=True)
    round_label = serializers.CharField(help_text="Such as 2026 年第三批.")
    published_on = serializers.DateField()
    phase = serializers.ChoiceField(
        Phase.choices, source="current_phase", help_text="At the time of the request."
    )
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(help_text="Applications are taken before this moment.")
    places = serializers.IntegerField(allow_null=True)
    area = serializers.IntegerField(allow_null=True, help_text="Square metres.")
    applicant_kinds = serializers.ListField(child=serializers.ChoiceField(ApplicantKind.choices))


class MaterialSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    required = serializers.BooleanField()
    applicant_kinds = serializers.ListField(
        child=serializers.ChoiceField(ApplicantKind.choices), source="kinds", help_text="Empty: for all."
    )
    note = serializers.CharField(allow_blank=True)


class CitedSerializer(serializers.Serializer[Any]):
    """An article that a decision rests on, found on this site."""

    policy = serializers.CharField(source="citation.policy", help_text="The document's citation_key.")
    article = serializers.IntegerField(source="citation.article")
    item = serializers.IntegerField(source="citation.item", allow_null=True)
    sub_item = serializers.IntegerField(source="citation.sub_item", allow_null=True)
    label = serializers.CharField(help_text="As cited: 《…办法》第十条第四项.")
    html_url = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField())
    def get_html_url(self, cited: Any) -> str:
        return str(self.context["request"].build_absolute_uri(cited.url))


class RecruitmentDetail(RecruitmentRow):
    body = serializers.SerializerMethodField()
    materials = MaterialSerializer(many=True)
    citations = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()
    keywords = Keywords()
    source = serializers.CharField(allow_blank=True)

    @extend_schema_field(BODY_NODES)
    def get_body(self, page: RecruitmentPage) -> Any:
        return body_of(page.body, self.context["request"])

    @extend_schema_field(CitedSerializer(many=True))
    def get_citations(self, page: RecruitmentPage) -> Any:
        """The articles that the round rests on; those that are not published are left out."""
        return CitedSerializer(page.cited(), many=True, context=self.context).data

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, page: RecruitmentPage) -> Any:
        return attachments_of(page.attachments, self.context["request"])


class RecruitmentViewSet(ResourceViewSet):
    """Rounds in which one may apply to move in; the one that closes last comes first."""

    parameters = RecruitmentParameters
    serializer_class = RecruitmentRow
    detail_serializer_class = RecruitmentDetail
    ordering = ("-closes_at", "-pk")

    def rows(self, values: dict[str, Any]) -> "QuerySet[RecruitmentPage, Any]":
        rounds = on_this_site(self.request, RecruitmentPage.objects.defer_streamfields())
        return rounds.filter(_in_phase(values["phase"]))

    def one(self, key: str) -> RecruitmentPage:
        return get_object_or_404(on_this_site(self.request, RecruitmentPage.objects.all()), slug=key)


def _in_phase(phases: list[str]) -> Q:
    """The same rule as `RecruitmentPage.phase`."""
    now = timezone.now()
    rules = {
        Phase.UPCOMING: Q(opens_at__gt=now),
        Phase.OPEN: Q(opens_at__lte=now, closes_at__gt=now),
        Phase.CLOSED: Q(opens_at__lte=now, closes_at__lte=now),
    }
    chosen = Q()
    for phase in phases:
        chosen |= rules[Phase(phase)]
    return chosen
