"""/api/v1/review-rounds/: rounds with cases, panel, matrix and decisions."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Site

from api.parameters import Parameters
from api.sent import Sent
from api.workflow import CaseSerializer, MoveSerializer, WorkflowViewSet, told
from plugins.reviews.actions import (
    add_cases,
    decide_case,
    draw_panel,
    plan_round,
)
from plugins.reviews.api.criteria import CriteriaSetSerializer
from plugins.reviews.audit import MATRIX_READ
from plugins.reviews.kinds import kinds
from plugins.reviews.matrix import matrix_of
from plugins.reviews.models import Round, RoundCase
from plugins.reviews.queries import rounds_for_staff
from plugins.reviews.rounds_shown import everybody_in
from plugins.reviews.rules import reads_scores, runs_rounds
from plugins.reviews.workflows import RoundFlow
from portal.audit.recording import record, record_each
from portal.audit.table import PERSON_READ


class RoundSerializer(CaseSerializer):
    size = serializers.IntegerField(read_only=True, default=0, help_text="Cases in the round.")

    class Meta:
        model = Round
        fields = ["id", "state", "state_label", "version", "number", "kind", "title", "criteria_set"]
        fields += ["opens_at", "closes_at", "size"]
        read_only_fields = ["number"]

    def validate_kind(self, slug: str) -> str:
        if slug not in kinds():
            raise serializers.ValidationError(_("没有这种评审事项。"))
        return slug

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["closes_at"] <= given["opens_at"]:
            raise serializers.ValidationError({"closes_at": _("截止时间应晚于开始时间。")})
        if given["criteria_set"].kind != given["kind"]:
            raise serializers.ValidationError({"criteria_set": _("这份评分标准用于另一种评审事项。")})
        return given

    def create(self, validated_data: dict[str, Any]) -> Round:
        site, actor = Site.find_for_request(self.context["request"]), validated_data.pop("actor")
        return plan_round(Round(site=site, **validated_data), actor=actor)


class KeysSerializer(Sent):
    cases = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=BigIntegerField.MAX_BIGINT),
        min_length=1,
        max_length=500,
    )


class DrawSerializer(Sent):
    seats = serializers.IntegerField(min_value=1, max_value=30)
    reserves = serializers.IntegerField(min_value=0, max_value=30)
    quotas = serializers.DictField(
        child=serializers.IntegerField(min_value=1),
        default=dict,
        help_text="Seats by the key of a speciality.",
    )

    def validate_quotas(self, quotas: dict[str, int]) -> dict[int, int]:
        if not all(key.isascii() and key.isdigit() for key in quotas):
            raise serializers.ValidationError(_("专业用编号表示。"))
        return {int(key): number for key, number in quotas.items()}


class DecisionSerializer(Sent):
    position = serializers.IntegerField(min_value=1, help_text="The place of the case in the round.")
    passed = serializers.BooleanField()
    reason = serializers.CharField(max_length=2000)


class CellSerializer(serializers.Serializer[Any]):
    state = serializers.CharField(source="sheet.state", default=None, allow_null=True)
    words = serializers.CharField()
    total = serializers.CharField(allow_null=True)


class SummarySerializer(serializers.Serializer[Any]):
    median = serializers.CharField()
    mean = serializers.CharField()
    spread = serializers.CharField()
    flagged = serializers.BooleanField(help_text="Whether the experts disagree widely.")


class RowSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(source="round_case.position")
    number = serializers.CharField()
    title = serializers.CharField()
    cells = CellSerializer(many=True)
    summary = SummarySerializer(allow_null=True)
    place = serializers.IntegerField(allow_null=True, help_text="Rank by the mean.")
    outcome = serializers.CharField(source="round_case.outcome")


class ExtendSerializer(MoveSerializer):
    closes_at = serializers.DateTimeField(help_text="The later end of the scoring.")


class MatrixSerializer(serializers.Serializer[Any]):
    """`open` says whether totals may be seen yet."""

    open = serializers.BooleanField()
    experts = serializers.SerializerMethodField()
    rows = RowSerializer(many=True)

    def get_experts(self, matrix: Any) -> list[str]:
        return [seat.expert.get_full_name() for seat in matrix.seats]


class RoundViewSet(WorkflowViewSet):
    """Rounds, for those who organise reviews."""

    workflow, resource, resource_label = RoundFlow, "review-rounds", _("评审轮次")
    queryset = Round.objects.none()
    serializer_class = RoundSerializer
    move_serializers = {"extend": ExtendSerializer, "postpone": ExtendSerializer}

    def get_queryset(self) -> QuerySet[Round]:
        return rounds_for_staff().order_by() if runs_rounds(self.request.user) else Round.objects.none()

    @extend_schema(request=KeysSerializer)
    @action(methods=["post"], detail=True)
    def cases(self, request: Request, pk: str) -> Response:
        """Put waiting cases into the round."""
        found = self._round(pk)
        keys: Sequence[int] = KeysSerializer.read(request)["cases"]
        told(lambda: add_cases(found, keys, actor=request.user))
        return Response(self._whole(self._round(pk)))

    @extend_schema(request=DrawSerializer)
    @action(methods=["post"], detail=True)
    def draw(self, request: Request, pk: str) -> Response:
        """Draw experts by lot."""
        found = self._round(pk)
        given = DrawSerializer.read(request)
        told(lambda: draw_panel(found, actor=request.user, **given))
        return Response(self._whole(self._round(pk)))

    @extend_schema(request=DecisionSerializer)
    @action(methods=["post"], detail=True)
    def decisions(self, request: Request, pk: str) -> Response:
        """Decide one case of a closed round."""
        round = self._round(pk)
        given = DecisionSerializer.read(request)
        found = get_object_or_404(RoundCase, round=round, position=given.pop("position"))
        told(lambda: decide_case(found, actor=request.user, **given))
        return Response(self._whole(self._round(pk)))

    @extend_schema(responses=MatrixSerializer)
    @action(methods=["get"], detail=True)
    def matrix(self, request: Request, pk: str) -> Response:
        """Cases by experts; totals once all are in or the phase is over."""
        Parameters.read(request)
        found = self._round(pk)
        if not reads_scores(request.user, found):
            raise PermissionDenied
        record(MATRIX_READ, object=found)
        record_each(PERSON_READ, everybody_in(found), object=found, details="matrix")
        return Response(MatrixSerializer(matrix_of(found)).data)

    @extend_schema(responses=CriteriaSetSerializer)
    @action(methods=["get"], detail=True)
    def criteria(self, request: Request, pk: str) -> Response:
        """By what the round is judged: weights, and what each value means."""
        Parameters.read(request)
        return Response(CriteriaSetSerializer(self._round(pk).criteria_set).data)

    def _whole(self, case: Any) -> dict[str, Any]:
        return super()._whole(self._round(case.pk))  # with its size

    def _round(self, pk: str) -> Round:
        return get_object_or_404(self.get_queryset(), pk=pk)
