from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.mixins import ListModelMixin
from rest_framework.serializers import CharField, ModelSerializer, SlugRelatedField, ValidationError
from rest_framework.viewsets import GenericViewSet
from wagtail.models import Site

from api.workflow import CaseSerializer, MoveSerializer, WorkflowViewSet
from plugins.mentors.models import Mentor
from plugins.mentors.workload import why_no_more
from qingchuang_hello.models import Greeting, Request
from qingchuang_hello.queries import latest, visible_requests
from qingchuang_hello.workflows import RequestFlow


class GreetingSerializer(ModelSerializer):
    class Meta:
        model = Greeting
        fields = ["id", "text", "created_at"]


class GreetingViewSet(ListModelMixin, GenericViewSet):
    """The site's newest greetings."""

    queryset = Greeting.objects.none()
    serializer_class = GreetingSerializer
    pagination_class = None

    def get_queryset(self) -> "QuerySet[Greeting]":
        return latest(Site.find_for_request(self.request))


class RequestSerializer(CaseSerializer):
    """A request; `mentor` is the code of the mentor to whom it is put."""

    mentor = SlugRelatedField(
        slug_field="code",
        queryset=Mentor.objects.public(),
        source="mentor.mentor",
        required=False,
        allow_null=True,
    )

    class Meta:
        model = Request
        fields = ["id", "state", "state_label", "version", "mentor", "text", "reply"]
        read_only_fields = ["reply"]

    def validate_mentor(self, mentor: Mentor | None) -> Mentor | None:
        """Says early what `RequestFlow.ask` would refuse."""
        if mentor and (why := why_no_more(mentor, self._site)):
            raise ValidationError(why)
        return mentor

    def create(self, validated_data: dict[str, Any]) -> Request:
        request = Request(site=self._site, asker=validated_data["actor"], text=validated_data["text"])
        mentor = validated_data.get("mentor", {}).get("mentor")
        return RequestFlow.ask(request, actor=request.asker, mentor=mentor)

    @property
    def _site(self) -> Site:
        return Site.find_for_request(self.context["request"])


class AnswerSerializer(MoveSerializer):
    reply = CharField(max_length=5000)


class RequestViewSet(WorkflowViewSet):
    """Requests: one's own, those that were put to a mentor, or all for those who answer them."""

    workflow, resource, resource_label = RequestFlow, "requests", _("请求")
    queryset = Request.objects.none()
    serializer_class = RequestSerializer
    move_serializers = {"answer": AnswerSerializer}

    def get_queryset(self) -> "QuerySet[Request]":
        return visible_requests(self.request.user).select_related("mentor__mentor")

    def people_in(self, rows: Sequence[Any]) -> Iterable[Any]:
        return [row.asker_id for row in rows]
