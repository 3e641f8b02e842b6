"""A mentor's own service, clerks' work on all of them, and the agreements, with the moves and words of the pages."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import BigIntegerField, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from api.attachments import AnyAccept
from api.errors import CANNOT_MAKE, PROBLEM_MEDIA_TYPE, ProblemError
from api.parameters import Parameters
from api.personal import PersonalView
from api.problems import ProblemSerializer
from api.sent import Sent
from api.workflow import CaseSerializer, MoveSerializer, WorkflowViewSet
from cms_pages.models import MentorIndexPage
from cms_pages.pdf import PdfUnavailable
from plugins.mentors.actions.service import appoint_new
from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.certificates import PDF, certificate_file
from plugins.mentors.choices import CertificateStanding
from plugins.mentors.models import Mentor, TermOfOffice
from plugins.mentors.rules.service import agreements_of, handles_mentors, has_been_mentor
from plugins.mentors.staff import ADD, sections
from plugins.mentors.workflows.service import MentorFlow
from portal.privacy.consents import Standing, give


class TermOfOfficeSerializer(serializers.ModelSerializer[TermOfOffice]):
    """A term and its certificate."""

    standing = serializers.SerializerMethodField()
    verify_url = serializers.SerializerMethodField(help_text="Where the certificate's code leads.")
    pdf_url = serializers.SerializerMethodField(help_text="The certificate itself.")

    class Meta:
        model = TermOfOffice
        fields = [
            "number",
            "term_from",
            "term_to",
            "ended_on",
            "certificate_number",
            "standing",
            "verify_url",
            "pdf_url",
        ]

    def get_standing(self, term: TermOfOffice) -> CertificateStanding:
        return term.standing()

    def get_verify_url(self, term: TermOfOffice) -> str:
        request = self.context["request"]
        return str(reverse("mentors:certificate", [term.certificate_code], request=request))

    @extend_schema_field(OpenApiTypes.URI)
    def get_pdf_url(self, term: TermOfOffice) -> str:
        key = [term.mentor_id, term.number]
        return str(reverse("v1:mentor-service-certificate", key, request=self.context["request"]))


class OwnSection(serializers.PrimaryKeyRelatedField[MentorIndexPage]):
    """One of the sections in which the caller may add mentors."""

    def get_queryset(self) -> "QuerySet[MentorIndexPage]":
        return sections(self.context["request"].user)

    def to_internal_value(self, data: Any) -> MentorIndexPage:
        """No database is asked for a key beyond its range."""
        key = serializers.IntegerField(min_value=1, max_value=BigIntegerField.MAX_BIGINT)
        section: MentorIndexPage = super().to_internal_value(key.run_validation(data))
        return section


class MentorServiceSerializer(CaseSerializer):
    """A mentor's service. A clerk appoints with `name`, `organisation`, `position` and the first term."""

    name = serializers.CharField(source="page.title", max_length=40)
    organisation = serializers.CharField(source="page.organisation", max_length=60)
    position = serializers.CharField(source="page.position", max_length=60)
    section = OwnSection(
        queryset=MentorIndexPage.objects.none(),
        write_only=True,
        required=False,
        help_text="Where the page goes; needed only where there is a choice.",
    )
    page_is_public = serializers.BooleanField(source="page.live", read_only=True)
    terms = TermOfOfficeSerializer(many=True, read_only=True)

    class Meta:
        model = Mentor
        fields = [
            "id",
            "state",
            "state_label",
            "version",
            "code",
            "name",
            "organisation",
            "position",
            "section",
        ]
        fields += ["page_is_public", "appointed_on", "term_from", "term_to", "term_number"]
        fields += ["pause_from", "pause_to", "weekly_cap", "terms"]
        read_only_fields = ["code", "appointed_on", "term_number", "pause_from", "pause_to", "weekly_cap"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        begins, ends = attrs.get("term_from", timezone.localdate()), attrs.get("term_to")
        if ends and ends < begins:
            raise ValidationError({"term_to": [_("聘期结束不能早于聘期开始。")]})
        return attrs | {"term_from": begins, "term_to": ends}

    def create(self, validated_data: dict[str, Any]) -> Mentor:
        given = dict(validated_data)
        actor = given.pop("actor")
        section = given.pop("section", None) or sections(actor).first()
        if not actor.has_perm(ADD) or section is None:
            raise PermissionDenied
        page = given.pop("page")
        return appoint_new(
            section=section,
            actor=actor,
            title=page["title"],
            organisation=page["organisation"],
            position=page["position"],
            term_from=given["term_from"],
            term_to=given["term_to"],
        )


class PauseUntil(MoveSerializer):
    """From today."""

    pause_to = serializers.DateField(help_text="Inclusive.")


class PauseBetween(PauseUntil):
    """From a later day."""

    pause_from = serializers.DateField()


class TermMove(MoveSerializer):
    """The days of a term."""

    term_from = serializers.DateField()
    term_to = serializers.DateField(allow_null=True, default=None, help_text="Inclusive; null for no end.")


class CapMove(MoveSerializer):
    weekly_cap = serializers.IntegerField(
        allow_null=True, min_value=0, max_value=100, help_text="Null for the site's."
    )


class MentorServiceViewSet(WorkflowViewSet):
    """One's own service as a mentor; clerks see and move all of them."""

    workflow, resource, resource_label = MentorFlow, "mentor-service", gettext_lazy("导师服务")
    queryset = Mentor.objects.none()
    serializer_class = MentorServiceSerializer
    move_serializers: ClassVar[Mapping[str, type[MoveSerializer]]] = {
        "pause": PauseUntil,
        "plan_pause": PauseBetween,
        "correct_term": TermMove,
        "renew": TermMove,
        "renew_paused": TermMove,
        "reappoint": TermMove,
        "set_cap": CapMove,
    }

    def get_queryset(self) -> "QuerySet[Mentor]":
        user: Any = self.request.user
        mentors = Mentor.objects.select_related("page").prefetch_related("terms")
        return mentors if handles_mentors(user) else mentors.filter(user=user.pk)

    def people_in(self, rows: Sequence[Mentor]) -> list[Any]:
        return [row.user_id for row in rows]

    @extend_schema(
        operation_id="mentor_service_certificate",
        responses={
            (200, PDF): OpenApiTypes.BINARY,
            (503, PROBLEM_MEDIA_TYPE): ProblemSerializer,
        },
    )
    @action(
        methods=["get"],
        detail=True,
        url_path=r"certificates/(?P<number>[0-9]{1,4})",
        content_negotiation_class=AnyAccept,
    )
    def certificate(self, request: Request, pk: str, number: str) -> HttpResponse:
        """The certificate of a term as PDF."""
        Parameters.read(request)
        mentor = get_object_or_404(self.get_queryset(), pk=pk)
        term = get_object_or_404(mentor.terms.select_related("mentor__page"), number=number)
        self._looked_at([mentor], object=mentor, details="certificate")
        try:
            return certificate_file(term)
        except PdfUnavailable as reason:
            raise ProblemError(CANNOT_MAKE, str(reason)) from None


class AgreementSerializer(serializers.Serializer[Standing]):
    """An agreement in its present version, and when the caller accepted it."""

    key = serializers.CharField(source="consent.key")
    version = serializers.CharField(source="consent.version")
    title = serializers.CharField(source="consent.title")
    text = serializers.CharField(source="consent.text")
    accepted_at = serializers.SerializerMethodField()

    def get_accepted_at(self, standing: Standing) -> str | None:
        given = standing.given if standing.is_current else None
        return timezone.localtime(given.given_at).isoformat() if given else None


@extend_schema_serializer(many=False)
class AgreementsSerializer(serializers.Serializer[Any]):
    results = AgreementSerializer(many=True)


class AcceptSerializer(Sent):
    """Which agreement is accepted, in the version that was read."""

    key = serializers.ChoiceField(choices=[agreement.key for agreement in AGREEMENTS])
    version = serializers.CharField(max_length=20)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        present = {agreement.key: agreement.version for agreement in AGREEMENTS}
        if attrs["version"] != present[attrs["key"]]:
            raise ValidationError({"version": [_("协议已修订，请阅读现行版本。")]})
        return attrs


class MentorAgreementViewSet(PersonalView, GenericViewSet[Any]):
    """What a mentor accepts before seeing what people ask."""

    resource, resource_label = "mentor-service", gettext_lazy("导师服务")
    queryset = Mentor.objects.none()
    serializer_class = AgreementsSerializer
    pagination_class = None

    @extend_schema(responses=AgreementsSerializer)
    def list(self, request: Request) -> Response:
        Parameters.read(request)
        return Response(self._all(request))

    @extend_schema(request=AcceptSerializer, responses=AgreementsSerializer)
    def create(self, request: Request) -> Response:
        """Accept one; safe to repeat."""
        if not has_been_mentor(request.user):
            raise PermissionDenied
        give(request.user, AcceptSerializer.read(request)["key"])
        return Response(self._all(request))

    def _all(self, request: Request) -> dict[str, Any]:
        return dict(AgreementsSerializer({"results": agreements_of(request.user)}).data)
