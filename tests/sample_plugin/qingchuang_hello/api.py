from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.mixins import ListModelMixin
from rest_framework.serializers import CharField, ModelSerializer
from rest_framework.viewsets import GenericViewSet
from wagtail.models import Site

from api.workflow import CaseSerializer, MoveSerializer, WorkflowViewSet
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
    class Meta:
        model = Request
        fields = ["id", "state", "state_label", "version", "text", "reply"]
        read_only_fields = ["reply"]

    def create(self, validated_data: dict[str, Any]) -> Request:
        site = Site.find_for_request(self.context["request"])
        actor = validated_data.pop("actor")
        return RequestFlow.ask(Request(site=site, asker=actor, **validated_data), actor=actor)


class AnswerSerializer(MoveSerializer):
    reply = CharField(max_length=5000)


class RequestViewSet(WorkflowViewSet):
    """Requests: one's own, or all for those who answer them."""

    workflow, resource, resource_label = RequestFlow, "requests", _("请求")
    queryset = Request.objects.none()
    serializer_class = RequestSerializer
    move_serializers = {"answer": AnswerSerializer}

    def get_queryset(self) -> "QuerySet[Request]":
        return visible_requests(self.request.user)
