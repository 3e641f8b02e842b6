"""/api/v1/review-seats/ and review-sheets/: what an expert signs, reads and scores."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import MethodNotAllowed, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.parameters import Parameters
from api.sent import Sent
from api.workflow import CaseSerializer, MoveSerializer, WorkflowViewSet, told
from plugins.reviews.actions import (
    Mark,
    save_draft,
    save_record,
)
from plugins.reviews.api.criteria import CriteriaSetSerializer
from plugins.reviews.choices import BEST, LONGEST_OBSERVATIONS, WORST, RecordKind
from plugins.reviews.kinds import kind_of
from plugins.reviews.matrix import others_of
from plugins.reviews.models import Criterion, Record, Score, ScoreSheet, Seat
from plugins.reviews.queries import seats_of, sheets_of
from plugins.reviews.rules import may_review, reads_sheet
from plugins.reviews.sheets import total
from plugins.reviews.showing import case_shown, people_named
from plugins.reviews.workflows import SeatFlow, SheetFlow


class NothingBeginsHere(WorkflowViewSet):
    """Seats and sheets come from a draw and from the opening of a round."""

    resource, resource_label = "reviews", _("专家评审")

    @extend_schema(exclude=True)
    def create(self, request: Request) -> Response:
        raise MethodNotAllowed("POST")


# Seats ----------------------------------------------------------------------------------------------------------


class SeatSerializer(CaseSerializer):
    number = serializers.CharField(source="round.number")
    title = serializers.CharField(source="round.title")
    opens_at = serializers.DateTimeField(source="round.opens_at")
    closes_at = serializers.DateTimeField(source="round.closes_at")
    expected = serializers.IntegerField(help_text="Sheets that are to be handed in.")
    done = serializers.IntegerField(help_text="Sheets that have been handed in.")

    class Meta:
        model = Seat
        fields = ["id", "state", "state_label", "version", "number", "title", "opens_at", "closes_at"]
        fields += ["signed_at", "interests", "expected", "done"]


class SignSerializer(MoveSerializer):
    interests = serializers.CharField(
        default="", allow_blank=True, max_length=2000, help_text="Related organisations, one a line."
    )


class SeatViewSet(NothingBeginsHere):
    """The caller's seats in rounds of review; `sign` is the declaration on conflicts."""

    workflow = SeatFlow
    queryset = Seat.objects.none()
    serializer_class = SeatSerializer
    move_serializers = {"sign": SignSerializer}

    def get_queryset(self) -> QuerySet[Seat]:
        return seats_of(self.request.user)

    @extend_schema(responses=CriteriaSetSerializer)
    @action(methods=["get"], detail=True)
    def criteria(self, request: Request, pk: str) -> Response:
        """By what the round is judged: weights, and what each value means."""
        Parameters.read(request)
        return Response(
            CriteriaSetSerializer(get_object_or_404(self.get_queryset(), pk=pk).round.criteria_set).data
        )

    def _whole(self, case: Any) -> dict[str, Any]:
        own = self.get_queryset().filter(pk=case.pk).first()
        if own is None:  # they have just left
            case.expected = case.done = 0
        return super()._whole(own or case)


# Sheets ---------------------------------------------------------------------------------------------------------


class ScoreSerializer(serializers.Serializer[Any]):
    """One criterion with what the caller gave for it."""

    criterion = serializers.IntegerField()
    label = serializers.CharField()
    weight = serializers.IntegerField(help_text="Per cent.")
    anchors = serializers.ListField(child=serializers.CharField(), help_text="What 0, 1, … 5 mean.")
    value = serializers.IntegerField(allow_null=True)
    comment = serializers.CharField(allow_blank=True)


class SheetRowSerializer(CaseSerializer):
    """A sheet in the list."""

    seat = serializers.IntegerField(source="seat_id")
    number = serializers.SerializerMethodField(help_text="The receipt number of the case.")
    title = serializers.SerializerMethodField(
        help_text="Whose case it is: null before the declaration is signed, and for a case given up."
    )
    scores = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField(help_text="The weighted total, 0 to 5; null while incomplete.")

    class Meta:
        model = ScoreSheet
        fields = ["id", "state", "state_label", "version", "seat", "number", "title", "saves", "saved_at"]
        fields += ["submitted_at", "reason", "scores", "total"]
        read_only_fields = ["saves", "saved_at", "submitted_at", "reason"]

    def get_number(self, sheet: ScoreSheet) -> str:
        return kind_of(sheet.round_case.round.kind).number(sheet.round_case.case)

    def get_title(self, sheet: ScoreSheet) -> str | None:
        if not reads_sheet(self.context["request"].user, sheet):
            return None
        return str(kind_of(sheet.round_case.round.kind).title(sheet.round_case.case))

    @extend_schema_field(ScoreSerializer(many=True))
    def get_scores(self, sheet: ScoreSheet) -> Any:
        given = {score.criterion_id: score for score in sheet.scores.all()}
        criteria = list(sheet.round_case.round.criteria_set.criteria.all())
        return ScoreSerializer([self._row(one, given.get(one.pk)) for one in criteria], many=True).data

    def _row(self, criterion: Criterion, score: Score | None) -> dict[str, Any]:
        words = {"label": criterion.label, "weight": criterion.weight, "anchors": criterion.anchors}
        value, comment = (score.value, score.comment) if score else (None, "")
        return words | {"criterion": criterion.pk, "value": value, "comment": comment}

    def get_total(self, sheet: ScoreSheet) -> str | None:
        found = total(sheet.scores.all())
        return None if found is None else str(found)


class SaidSerializer(serializers.Serializer[Any]):
    """One thing that the case says."""

    label = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())


class SheetSerializer(SheetRowSerializer):
    """One sheet, with what is to be judged, and what others gave as soon as that may be seen."""

    content = serializers.SerializerMethodField(
        help_text="What the case says; null before the declaration is signed and whenever it may not be read."
    )
    materials = serializers.SerializerMethodField(
        help_text="The owners of the files that belong to the case, for attachments/."
    )

    others = serializers.SerializerMethodField(
        help_text="What other experts gave, without names; null until all are in or the phase is over, and for a case "
        "given up."
    )

    class Meta(SheetRowSerializer.Meta):
        fields = [*SheetRowSerializer.Meta.fields, "content", "materials", "others"]

    @extend_schema_field(SaidSerializer(many=True, allow_null=True))
    def get_content(self, sheet: ScoreSheet) -> list[dict[str, Any]] | None:
        kind, case = kind_of(sheet.round_case.round.kind), sheet.round_case.case
        if not may_review(self.context["request"].user, case):
            return None
        return [{"label": str(label), "lines": [*lines]} for label, lines in kind.content(case)]

    def get_materials(self, sheet: ScoreSheet) -> list[str]:
        kind, case = kind_of(sheet.round_case.round.kind), sheet.round_case.case
        owners = kind.materials(case) if may_review(self.context["request"].user, case) else ()
        return [f"{owner._meta.label_lower}:{owner.pk}" for owner in owners]

    @extend_schema_field(serializers.ListField(child=serializers.CharField(), allow_null=True))
    def get_others(self, sheet: ScoreSheet) -> list[str] | None:
        known = reads_sheet(self.context["request"].user, sheet)
        found = others_of(sheet) if known else None
        return None if found is None else [str(value) for value in found]


class GivenScoreSerializer(Sent):
    criterion = serializers.IntegerField()
    value = serializers.IntegerField(allow_null=True, min_value=WORST, max_value=BEST)
    comment = serializers.CharField(default="", allow_blank=True, max_length=2000)


class DraftSerializer(Sent):
    """Scores to be kept; criteria that are not named stay as they are."""

    saves = serializers.IntegerField(min_value=0, help_text="The count that was read.")
    scores = GivenScoreSerializer(many=True)


class RecordSerializer(Sent, serializers.ModelSerializer[Record]):
    edition = serializers.IntegerField(min_value=0, help_text="The edition that was read, 0 for none.")

    class Meta:
        model = Record
        fields = ["kind", "place", "held_at", "present", "observations", "edition", "updated_at"]
        read_only_fields = ["kind", "updated_at"]
        extra_kwargs = {"observations": {"max_length": LONGEST_OBSERVATIONS}}


class SheetViewSet(NothingBeginsHere):
    """The caller's own score sheets, in the order of the round whatever others do."""

    workflow = SheetFlow
    queryset = ScoreSheet.objects.none()
    serializer_class = SheetSerializer
    ordering = ("pk",)

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return SheetRowSerializer if self.action == "list" else SheetSerializer

    def get_queryset(self) -> QuerySet[ScoreSheet]:
        mine = sheets_of(self.request.user).order_by()
        return mine.prefetch_related("scores__criterion", "round_case__round__criteria_set__criteria")

    def people_in(self, rows: Sequence[ScoreSheet]) -> list[Any]:
        return people_named(rows, self.request.user)

    def look_at(self, sheet: ScoreSheet) -> None:
        if reads_sheet(self.request.user, sheet):
            case_shown(self.request._request, sheet)

    @extend_schema(request=DraftSerializer)
    @action(methods=["put"], detail=True)
    def draft(self, request: Request, pk: str) -> Response:
        """Keep scores without handing them in."""
        sheet = get_object_or_404(self.get_queryset(), pk=pk)
        values = DraftSerializer.read(request)
        marks = {mark["criterion"]: Mark(mark["value"], mark["comment"]) for mark in values["scores"]}
        told(lambda: save_draft(sheet, marks, saves=values["saves"], actor=request.user))
        return Response(self._whole(self.get_queryset().get(pk=pk)))

    @extend_schema(request=RecordSerializer, responses=RecordSerializer)
    @action(methods=["get", "put"], detail=True, url_path=r"records/(?P<kind>\w+)")
    def record(self, request: Request, pk: str, kind: str) -> Response:
        """The record of a visit or a talk; PUT keeps it, and 409 says that another device has written meanwhile."""
        sheet = get_object_or_404(self.get_queryset(), pk=pk)
        if kind not in RecordKind.values:
            raise Http404
        if not reads_sheet(request.user, sheet):
            raise PermissionDenied
        if request.method == "GET":
            return Response(RecordSerializer(get_object_or_404(Record, sheet=sheet, kind=kind)).data)
        values = RecordSerializer.read(request)
        edition = values.pop("edition")
        kept = told(lambda: save_record(sheet, RecordKind(kind), values, edition=edition, actor=request.user))
        return Response(RecordSerializer(kept).data)
