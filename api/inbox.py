"""/api/v1/me/cases/ and /api/v1/me/messages/: what the member centre shows, with the same words."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Site

from api.pagination import bad_cursor, slice_of
from api.parameters import Flag, ListParameters
from api.personal import PersonalView
from api.sent import Sent
from api.viewsets import paged
from portal.member_centre.lists import BadCursor, case_page, counts
from portal.member_centre.own import OwnCase
from portal.notices.models import Message


class CaseParameters(ListParameters):
    finished = Flag(
        allow_null=True, default=None, help_text="Only cases that have ended, or only those that have not."
    )


class MessageParameters(ListParameters):
    unread = Flag(default=False, help_text="Only messages that have not been read.")


class TodoSerializer(serializers.Serializer[Any]):
    """What the person has to do now, and the page where they do it."""

    label = serializers.CharField()
    url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, todo: Any) -> str:
        return str(self.context["request"].build_absolute_uri(todo.url))


class OwnCaseSerializer(serializers.Serializer[OwnCase]):
    """One of the person's cases, of whatever workflow."""

    kind = serializers.CharField(help_text="Which workflow it belongs to, as in the address of its page.")
    id = serializers.IntegerField(source="case.pk")
    number = serializers.CharField(
        allow_blank=True, help_text="The receipt number; empty before there is one."
    )
    title = serializers.CharField()
    state = serializers.CharField(source="case.state")
    state_label = serializers.CharField(help_text="The state in the words for everybody.")
    version = serializers.IntegerField(source="case.version")
    open = serializers.BooleanField(source="is_open")
    since = serializers.DateTimeField(help_text="When it came into its state.")
    due = serializers.DateTimeField(allow_null=True, help_text="When its next time limit is over.")
    todo = TodoSerializer(allow_null=True)
    html_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_html_url(self, own: OwnCase) -> str:
        return str(self.context["request"].build_absolute_uri(own.url))


class MessageSerializer(serializers.ModelSerializer[Message]):
    """One message; its words stay as they were told."""

    class Meta:
        model = Message
        fields = ["id", "title", "body", "link", "created_at", "read_at"]


class _Page(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    total = serializers.IntegerField(required=False, help_text="Only when asked for with `total=true`.")


class CasePageSerializer(_Page):
    results = OwnCaseSerializer(many=True)


class MessagePageSerializer(_Page):
    results = MessageSerializer(many=True)


class OwnCases(PersonalView):
    resource, resource_label = "me", _("我的账号")

    @extend_schema(operation_id="me_cases", parameters=[CaseParameters], responses=CasePageSerializer)
    def get(self, request: Request) -> Response:
        """List the caller's cases, the one begun last first."""
        values, site = CaseParameters.read(request), Site.find_for_request(request)
        asked = {name: values[name] for name in ("finished", "limit", "cursor")}
        try:
            page: Any = case_page(request.user, site, **asked)
        except BadCursor:
            raise bad_cursor() from None
        rows = OwnCaseSerializer(page.rows, many=True, context={"request": request}).data
        return paged(request, page, _total(values, request.user, site) | {"results": rows})


class OwnMessages(PersonalView):
    resource, resource_label = "me", _("我的账号")

    @extend_schema(
        operation_id="me_messages", parameters=[MessageParameters], responses=MessagePageSerializer
    )
    def get(self, request: Request) -> Response:
        """List what the caller was told, newest first."""
        values = MessageParameters.read(request)
        mine = Message.objects.filter(person=request.user.pk)
        mine = mine.unread() if values["unread"] else mine
        page = slice_of(mine, ("-created_at", "-pk"), values["limit"], values["cursor"])
        total = {"total": mine.count()} if values["total"] else {}
        return paged(request, page, total | {"results": MessageSerializer(page.rows, many=True).data})


class OwnMessageRead(PersonalView):
    resource, resource_label = "me", _("我的账号")

    @extend_schema(operation_id="me_message_read", request=None, responses=MessageSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Mark a message as read; what was read before keeps its time."""
        mine = Message.objects.filter(person=request.user.pk, pk=pk)
        get_object_or_404(mine)
        Sent.read(request)
        mine.unread().update(read_at=timezone.now())
        return Response(MessageSerializer(mine.get()).data)


def _total(values: dict[str, Any], person: Any, site: Any) -> dict[str, int]:
    if not values["total"]:
        return {}
    known = counts(person, site)
    by_filter = {None: known.open + known.finished, True: known.finished, False: known.open}
    return {"total": by_filter[values["finished"]]}
