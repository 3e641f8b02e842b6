"""An API that writes, for the tests of what every write promises: one row for each call."""

import time
from typing import Any

from django.urls import include, path
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.personal import PersonalView
from portal.urls import urlpatterns as portal_patterns
from search.models import StopWord

CALLS: list[str] = []


class Word(serializers.ModelSerializer[StopWord]):
    class Meta:
        model = StopWord
        fields = ["word"]


class Words(PersonalView):
    """Keeps a word; `slow` waits, `broken` fails after writing."""

    resource, resource_label = "words", "词"

    def get(self, request: Request) -> Response:
        return Response({"words": list(StopWord.objects.values_list("word", flat=True))})

    def post(self, request: Request) -> Response:
        CALLS.append(request.data.get("word", ""))
        row = Word(data=request.data)
        row.is_valid(raise_exception=True)
        row.save()
        if request.data.get("word") == "broken":
            raise ValidationError({"word": ["写入之后才发现的问题。"]})
        if wait := request.data.get("wait"):
            time.sleep(float(wait))
        return Response(row.data, status=201, headers={"Location": "/api/v1/words/1/"})


urlpatterns: list[Any] = [
    path("api/v1/words/", Words.as_view()),
    path("", include(portal_patterns)),
]
