"""What surrounds every page: /site/ gives names, contacts and footer marks of the site, and its channels (X1, X2)."""

from typing import Any

from django.forms.models import model_to_dict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.parameters import Parameters
from api.viewsets import PublicRead
from cms_pages.chrome import chrome
from cms_pages.models import PortalSettings


class ChannelSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()
    html_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_html_url(self, channel: Any) -> str:
        return str(self.context["request"].build_absolute_uri(channel.url))


class SiteSerializer(serializers.ModelSerializer[Any]):
    channels = ChannelSerializer(many=True)

    class Meta:
        model = PortalSettings
        fields = (
            "site_name",
            "site_tagline",
            "host_name",
            "operator_name",
            "hotline",
            "service_hours",
            "contact_address",
            "site_code",
            "icp_number",
            "police_number",
            "error_report_url",
            "channels",
        )


class SiteDetail(PublicRead):
    @extend_schema(operation_id="site_retrieve", responses=SiteSerializer)
    def get(self, request: Request) -> Response:
        """Names, contacts and footer marks of the site, and the channels of its menu."""
        Parameters.read(request)
        around = chrome(request._request)
        site = model_to_dict(around["portal_settings"]) | {"channels": around["menu"]}
        return Response(SiteSerializer(site, context={"request": request}).data)
