"""How the OpenAPI document describes the portal's API: our own routes, their parameters, and every refusal."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from api.errors import PROBLEM_MEDIA_TYPE
from api.idempotency import HEADER, LONGEST_KEY
from api.personal import PersonalView
from api.problems import ProblemSerializer
from api.schema_v2 import REFUSALS
from api.sent import Sent
from portal.plugin.registry import registry

OURS = ("/api/v1/", "/api/v2/page_preview/")

PERSONAL_REFUSALS = {
    "401": "Nobody is signed in, or the token is wrong, revoked or expired.",
    "403": "The person may not do this, or the token lacks the scope.",
    "429": "Too often; see Retry-After.",
}
WRITE_REFUSALS = {
    "409": "The same Idempotency-Key is under way.",
    "415": "A body that is not one of the documented kinds.",
    "422": "The Idempotency-Key was used for another body.",
}
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Chosen by the caller; the same key with the same body happens once, kept for a day.",
)


def only_ours(endpoints: list[Any]) -> list[Any]:
    """Keep Wagtail's own endpoints out: those of /api/v2/ are described in `api.schema_v2`, the admin's nowhere."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(OURS) or endpoint[0] == "/api/v2/"]


class TokenScheme(OpenApiAuthenticationExtension):
    """How a program says whose it is."""

    target_class = "api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token, made on the page of the account; it acts within its scopes.",
        }


class PortalSchemaGenerator(SchemaGenerator):
    """Leaves out what belongs to plugins that are off for the request's site; without a request nothing."""

    def parse(self, input_request: Request | None, public: bool) -> Any:
        self._initialise_endpoints()
        if input_request is not None:
            on = {plugin.slug for plugin in registry.enabled_for(input_request._request)}
            found: list[Any] = list(self.endpoints or ())
            self.endpoints = [end for end in found if getattr(end[3], "plugin_slug", None) in {None, *on}]
        return super().parse(input_request, public)


class PortalAutoSchema(AutoSchema):
    """The base for every view under /api/v1/: reads its `parameters`, adds the refusals every read shares."""

    def get_override_parameters(self) -> list[Any]:
        if self._is_write():
            return [KEY]
        declared = getattr(self.view, "parameters", None)
        return [declared] if declared is not None and self._is_list_view() else []

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        self._add_summary(bodies.get("200"), direction)
        if not isinstance(self.view, PersonalView):
            bodies["304"] = {
                "description": "Unchanged since the answer whose ETag the caller sent in If-None-Match."
            }
        problem = self.resolve_serializer(ProblemSerializer, direction).ref
        for status, description in self._refusals().items():
            bodies.setdefault(
                status, {"description": description, "content": {PROBLEM_MEDIA_TYPE: {"schema": problem}}}
            )
        return bodies

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """What a write takes it takes by name, and nothing else."""
        schema = super()._map_basic_serializer(serializer, direction)
        if direction == "request" and isinstance(serializer, Sent) and "properties" in schema:
            schema["additionalProperties"] = False
        return schema

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """What lies within something that is only told is in no description of what is sent."""
        only_told = isinstance(field, BaseSerializer) and field.read_only and direction == "request"
        return None if only_told else super()._map_serializer_field(field, direction, bypass_extensions)

    def _refusals(self) -> dict[str, str]:
        personal = PERSONAL_REFUSALS if isinstance(self.view, PersonalView) else {}
        return {**REFUSALS, **personal, **(WRITE_REFUSALS if self._is_write() else {})}

    def _is_write(self) -> bool:
        return isinstance(self.view, PersonalView) and self.method not in SAFE_METHODS

    def _add_summary(self, body: Any, direction: Any) -> None:
        """Members beside the rows, where the list has them."""
        summary = getattr(self.view, "summary_serializer_class", None)
        if summary is None or not self._is_list_view():
            return
        reference = self.resolve_serializer(summary, direction).ref
        for media_type in body["content"].values():
            media_type["schema"] = {"allOf": [media_type["schema"], reference]}
