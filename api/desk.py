"""/api/v1/desk/: the queue of whoever works at the desk, claims, and what is found of each point of a checklist.

The same predicates and filters as the pages; the moves of a case are at the API of its plugin.
"""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from wagtail.models import Site

from api.pagination import KeysetPagination, slice_of
from api.parameters import ListParameters, Parameters
from api.personal import PersonalView
from api.sent import Sent
from api.viewsets import paged
from api.workflow import told
from portal.desk.actions import release, take
from portal.desk.checklists import points_of
from portal.desk.choices import Band, Period, Tab, Verdict
from portal.desk.marking import set_mark
from portal.desk.models import WorkItem
from portal.desk.opening import Opened, opened_item, record_read
from portal.desk.queries import ORDER, Queue, ShownItem
from portal.desk.rules import works_at_desk


class QueueParameters(ListParameters):
    """The filters of the queue; unknown kinds and states leave nothing."""

    q = serializers.CharField(
        default="", max_length=40, help_text="A receipt number, also of a case that is over."
    )
    kind = serializers.CharField(default="", max_length=100, help_text="Such as `mentors.application`.")
    state = serializers.CharField(
        default="", max_length=140, help_text="Kind and state, such as `mentors.application:checking`."
    )
    band = serializers.ChoiceField(Band.choices, default="", help_text="How much time is left.")
    period = serializers.ChoiceField(Period.choices, default="", help_text="How many days ago it moved last.")
    tab = serializers.ChoiceField([choice for choice in Tab.choices if choice[0]], default="")


class QueueRow(serializers.Serializer[Any]):
    """A case in the queue; the applicant is masked."""

    id = serializers.IntegerField(source="item.pk")
    kind = serializers.CharField(source="item.kind")
    case = serializers.IntegerField(source="item.case_id", help_text="Its number in the API of its plugin.")
    number = serializers.CharField(source="item.number", allow_blank=True)
    title = serializers.CharField(source="item.about")
    applicant = serializers.CharField(source="item.applicant", allow_blank=True)
    state = serializers.CharField(source="item.state")
    state_label = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="item.version")
    due_at = serializers.DateTimeField(source="item.due_at", allow_null=True)
    band = serializers.ChoiceField(Band.choices, source="left.band")
    owner = serializers.SerializerMethodField(help_text="Who has it now; null where nobody does.")
    claimed_until = serializers.SerializerMethodField(help_text="Null where it was assigned, without an end.")
    first_asked = serializers.SerializerMethodField(help_text="Who had it first; never changes.")
    last = serializers.CharField(help_text="What happened last.")
    last_at = serializers.DateTimeField(source="item.last_at")

    def get_state_label(self, row: ShownItem) -> str:
        return row.state

    def get_owner(self, row: ShownItem) -> str | None:
        return row.item.owner.get_full_name() if row.is_held and row.item.owner else None

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_claimed_until(self, row: ShownItem) -> Any:
        until = row.item.claimed_until
        return timezone.localtime(until) if row.is_held and until else None

    def get_first_asked(self, row: ShownItem) -> str | None:
        return row.item.first_asked.get_full_name() if row.item.first_asked else None


class MarkSerializer(Sent):
    """What is found of one point."""

    name = serializers.CharField(max_length=60)
    verdict = serializers.ChoiceField(Verdict.choices)
    reason = serializers.CharField(default="", allow_blank=True, max_length=500)
    late_reason = serializers.CharField(
        default="", allow_blank=True, max_length=500, help_text="Why an earlier return did not name it."
    )


class PointSerializer(serializers.Serializer[Any]):
    """One point of the checklist, with what was found in the round that runs."""

    name = serializers.CharField(source="item.name")
    label = serializers.CharField(source="item.label")
    verdict = serializers.ChoiceField(Verdict.choices, source="mark.verdict", default=None, allow_null=True)
    reason = serializers.CharField(source="mark.reason", default="")
    late_reason = serializers.CharField(source="mark.late_reason", default="")
    is_decided = serializers.BooleanField()
    is_late = serializers.BooleanField(help_text="A defect that earlier returns did not name: say why.")


class DeskViewSet(PersonalView, GenericViewSet[WorkItem]):
    """Cases that are the caller's work, oldest due first. Whoever may not open a case gets 404."""

    resource, resource_label = "desk", _("服务台")
    queryset = WorkItem.objects.none()
    serializer_class = QueueRow
    parameters: ClassVar[type[ListParameters]] = QueueParameters
    pagination_class = KeysetPagination
    lookup_value_regex = "[0-9]{1,18}"

    def list(self, request: Request) -> Response:
        values = self.parameters.read(request)
        if not works_at_desk(request.user):
            raise PermissionDenied
        queue = Queue(request.user, Site.find_for_request(request))
        rows = queue.chosen(values).select_related("owner", "first_asked")
        page = slice_of(rows, ORDER, values["limit"], values["cursor"])
        total = {"total": queue.chosen(values).count()} if values["total"] else {}
        shown = QueueRow(queue.shown(page.rows), many=True).data
        return paged(request, page, total | {"results": shown})

    def retrieve(self, request: Request, pk: str) -> Response:
        """One row; that it was read is in the trace."""
        Parameters.read(request)
        found = self._found(request, pk)
        record_read(found, request._request)
        return self._row(request, found)

    @extend_schema(request=None, responses=QueueRow)
    @action(methods=["post"], detail=True)
    def claim(self, request: Request, pk: str) -> Response:
        """Have the case for a while; 409 while somebody else has it."""
        found = self._found(request, pk)
        Sent.read(request)
        told(lambda: take(found.item, by=request.user))
        return self._row(request, found)

    @extend_schema(request=None, responses=QueueRow)
    @action(methods=["post"], detail=True)
    def release(self, request: Request, pk: str) -> Response:
        """Give the case back, if it is the caller's."""
        found = self._found(request, pk)
        Sent.read(request)
        release(found.item, by=request.user)
        return self._row(request, self._found(request, pk))

    @extend_schema(responses=PointSerializer(many=True))
    @action(methods=["get"], detail=True, pagination_class=None)
    def marks(self, request: Request, pk: str) -> Response:
        """The checklist with what was found of each point."""
        Parameters.read(request)
        found = self._found(request, pk)
        record_read(found, request._request)
        return Response(PointSerializer(points_of(found.case), many=True).data)

    @extend_schema(request=MarkSerializer, responses=PointSerializer(many=True))
    @marks.mapping.post
    def set_mark(self, request: Request, pk: str) -> Response:
        """Note what is found of one point; whoever notes claims the case."""
        found = self._found(request, pk)
        given = MarkSerializer.read(request)
        told(lambda: set_mark(found.file, found.item, by=request.user, **given))
        return Response(PointSerializer(points_of(found.case), many=True).data)

    def _found(self, request: Request, pk: str) -> Opened:
        return opened_item(request.user, Site.find_for_request(request), int(pk))

    def _row(self, request: Request, found: Opened) -> Response:
        queue = Queue(request.user, Site.find_for_request(request))
        (row,) = queue.shown([found.item])
        return Response(QueueRow(row).data)
