"""/api/v1/review-criteria/: by what is judged, in editions; one round's stand beside it and beside each seat."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.pagination import KeysetPagination, slice_of
from api.parameters import ListParameters, Parameters
from api.personal import PersonalView
from api.sent import Sent
from api.viewsets import paged
from api.workflow import told
from plugins.reviews.actions import Line, write_criteria
from plugins.reviews.choices import BEST, FULL_WEIGHT, MOST_LINES, WORST
from plugins.reviews.kinds import kinds
from plugins.reviews.models import CriteriaSet
from plugins.reviews.rules import runs_rounds
from plugins.reviews.words import WEIGHTS

VALUES = BEST - WORST + 1


class CriterionSerializer(Sent):
    """One line of a score sheet."""

    label = serializers.CharField(max_length=40)
    weight = serializers.IntegerField(min_value=1, max_value=FULL_WEIGHT, help_text="Per cent.")
    anchors = serializers.ListField(
        child=serializers.CharField(max_length=500),
        min_length=VALUES,
        max_length=VALUES,
        help_text="What 0, 1, … 5 mean.",
    )


class CriteriaSetSerializer(Sent, serializers.ModelSerializer[CriteriaSet]):
    """Criteria in one edition. `frozen_at` is when the first score was given: a change is a new edition then."""

    kind = serializers.CharField(help_text="What is judged, such as `mentors`; stays as it is in a change.")
    name = serializers.CharField(max_length=60, help_text="Stays as it is in a change.")
    criteria = CriterionSerializer(many=True)

    class Meta:
        model = CriteriaSet
        fields = ["id", "kind", "name", "edition", "frozen_at", "criteria"]
        read_only_fields = ["edition", "frozen_at"]
        validators: ClassVar[list[Any]] = []  # which edition it becomes, the action says

    def validate_kind(self, slug: str) -> str:
        if slug not in kinds():
            raise serializers.ValidationError(_("没有这种评审事项。"))
        return slug

    def validate_criteria(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(lines) > MOST_LINES or sum(line["weight"] for line in lines) != FULL_WEIGHT:
            raise serializers.ValidationError(WEIGHTS)
        return lines


class CriteriaViewSet(PersonalView, GenericViewSet[CriteriaSet]):
    """Criteria in every edition, the newest first, for those who organise reviews."""

    resource, resource_label = "review-rounds", _("评审轮次")
    queryset = CriteriaSet.objects.none()
    serializer_class = CriteriaSetSerializer
    parameters: ClassVar[type[ListParameters]] = ListParameters
    pagination_class = KeysetPagination
    lookup_value_regex = "[0-9]{1,18}"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not runs_rounds(request.user):
            raise PermissionDenied

    def get_queryset(self) -> Any:
        return CriteriaSet.objects.prefetch_related("criteria").order_by()

    def list(self, request: Request) -> Response:
        values = self.parameters.read(request)
        rows = self.get_queryset()
        page = slice_of(rows, ("-pk",), values["limit"], values["cursor"])
        total = {"total": rows.count()} if values["total"] else {}
        return paged(request, page, total | {"results": self.get_serializer(page.rows, many=True).data})

    def retrieve(self, request: Request, pk: str) -> Response:
        Parameters.read(request)
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), pk=pk)).data)

    def create(self, request: Request) -> Response:
        """Write a new set."""
        return Response(self._written(request, None), status=201)

    def update(self, request: Request, pk: str) -> Response:
        """Change a set; the answer is the next edition where this one is frozen."""
        return Response(self._written(request, get_object_or_404(self.get_queryset(), pk=pk)))

    def _written(self, request: Request, found: CriteriaSet | None) -> Any:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        lines = [Line(**line) for line in given["criteria"]]
        words = {"kind": given["kind"], "name": given["name"], "lines": lines}
        written = told(lambda: write_criteria(found, **words, actor=request.user))
        return self.get_serializer(written).data
