"""/api/v1/resignations/: a mentor's wish to leave, what is still open, and who takes it (A15)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.workflow import CaseSerializer, MoveSerializer, WorkflowViewSet
from plugins.mentors.actions.resignation import ask_to_leave
from plugins.mentors.leaving.forms import MOST_HEIRS
from plugins.mentors.leaving.handing_over import open_work
from plugins.mentors.models import Mentor, Resignation
from plugins.mentors.rules.profile_change import keeps_own_page
from plugins.mentors.rules.resignation import reviews_resignations, supervises_resignations
from plugins.mentors.workflows.resignation import ResignationFlow


class PeerField(serializers.SlugRelatedField[Mentor]):
    """A mentor who can be asked on the day of the request."""

    def get_queryset(self) -> "QuerySet[Mentor]":
        return Mentor.objects.reachable()


def _peers(**options: Any) -> Any:
    return PeerField(slug_field="code", queryset=Mentor.objects.all(), **options)


class ResignationSerializer(CaseSerializer):
    """One wish to leave; `heirs` are codes of mentors who may go on with what is open."""

    mentor = serializers.CharField(source="mentor.code", read_only=True, help_text="Code of the mentor.")
    heirs = _peers(many=True, required=False)

    class Meta:
        model = Resignation
        fields = ["id", "number", "state", "state_label", "version", "mentor", "reason", "heirs", "answer"]
        read_only_fields = ["number", "answer"]

    def validate_heirs(self, heirs: list[Mentor]) -> list[Mentor]:
        if len(heirs) > MOST_HEIRS:
            raise serializers.ValidationError(_("最多选 %d 位。") % MOST_HEIRS)
        return heirs

    def create(self, validated_data: dict[str, Any]) -> Resignation:
        """Hand it in."""
        person = validated_data.pop("actor")
        mentor = Mentor.objects.filter(user=person).first()
        if mentor is None or not keeps_own_page(person, mentor):
            raise PermissionDenied(_("只有在聘的导师可以申请解聘。"))
        return ask_to_leave(mentor, actor=person, **validated_data)


class HandOverSerializer(MoveSerializer):
    """Which open item goes to whom; to the desk where nobody is named."""

    item = serializers.CharField(max_length=200, help_text="The `key` of an open item.")
    to = _peers(required=False, allow_null=True, help_text="Code of a mentor; left out for the desk.")


class OpenWorkSerializer(serializers.Serializer[Any]):
    """Something that waits for the mentor."""

    key = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField(source="item.url", allow_blank=True)
    due_at = serializers.DateTimeField(source="item.due_at", allow_null=True)


class ResignationViewSet(WorkflowViewSet):
    """Resignations: one's own, or all for whoever decides on them."""

    workflow, resource, resource_label = ResignationFlow, "resignations", _("解聘申请")
    queryset = Resignation.objects.none()
    serializer_class = ResignationSerializer
    move_serializers = {"hand_over": HandOverSerializer}

    def get_queryset(self) -> "QuerySet[Resignation]":
        return visible_resignations(self.request.user)

    def people_in(self, rows: Sequence[Any]) -> list[Any]:
        return [row.mentor.user_id for row in rows]

    @extend_schema(responses=OpenWorkSerializer(many=True))
    @action(methods=["get"], detail=True, url_path="open-work")
    def open_work(self, request: Request, pk: str) -> Response:
        """What is still open for the mentor, in all plugins."""
        return Response(OpenWorkSerializer(open_work(self.read(pk).mentor), many=True).data)


def visible_resignations(user: Any) -> "QuerySet[Resignation]":
    """Those that the person may see; the same as `rules.resignation.reads_resignation` asks of one."""
    rows = Resignation.objects.select_related("mentor__page").prefetch_related("heirs")
    if reviews_resignations(user) or supervises_resignations(user):
        return rows
    return rows.filter(Q(mentor__user=user.pk))
