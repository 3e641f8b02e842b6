from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import GenericViewSet
from wagtail.models import Site

from qingchuang_hello.models import Greeting
from qingchuang_hello.queries import latest


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
