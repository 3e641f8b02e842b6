"""An API over the questions of the workflow's tests."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import include, path
from rest_framework import serializers
from rest_framework.routers import SimpleRouter

from api.workflow import CaseSerializer, MoveSerializer, WorkflowViewSet
from portal.accounts.models import User
from portal.urls import urlpatterns as portal_patterns
from tests.questions import Question, QuestionFlow


class QuestionSerializer(CaseSerializer):
    class Meta:
        model = Question
        fields = ["id", "state", "state_label", "version", "text"]

    def create(self, validated_data: dict[str, Any]) -> Question:
        actor = validated_data.pop("actor")
        mentor = User.objects.get(username="mentor")
        return QuestionFlow.ask(Question(asker=actor, mentor=mentor, **validated_data), actor=actor)


class HandOverSerializer(MoveSerializer):
    mentor = serializers.SlugRelatedField("username", queryset=User.objects.all())


class QuestionViewSet(WorkflowViewSet):
    workflow, resource, resource_label = QuestionFlow, "questions", "留言"
    serializer_class = QuestionSerializer
    move_serializers = {"hand_over": HandOverSerializer}

    def get_queryset(self) -> "QuerySet[Question]":
        mine = Q(asker=self.request.user) | Q(mentor=self.request.user)
        return Question.objects.filter(mine)


router = SimpleRouter()
router.register("questions", QuestionViewSet, basename="questions")
urlpatterns: list[Any] = [
    path("api/v1/", include((router.urls, "v1"), namespace="v1")),
    path("", include(portal_patterns)),
]
