"""/api/v1/me/: who the caller is, what they hold, their tokens. Nothing here gives anybody more than they have."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import Token
from api.parameters import Parameters
from api.personal import PersonalView
from api.sent import Sent
from api.tokens.actions import revoke_token
from portal.identity.choices import Assurance
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import assurance, current_identity
from portal.roles.models import Grant


class HeldRole(serializers.Serializer[Any]):
    slug = serializers.CharField(source="role")
    label = serializers.CharField(source="role_label")
    until = serializers.DateTimeField(source="ends_at")


class Identity(serializers.ModelSerializer[VerifiedIdentity]):
    """A verified name; of the document's number only the mask is known."""

    class Meta:
        model = VerifiedIdentity
        fields = ["real_name", "document", "id_number", "source", "verified_at"]


class Me(serializers.Serializer[Any]):
    """The person that the token or session stands for, and how sure the portal is of who that is."""

    username = serializers.CharField(source="get_username")
    name = serializers.CharField(source="get_full_name")
    assurance = serializers.SerializerMethodField()
    identity = serializers.SerializerMethodField()
    roles = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(Assurance.choices))
    def get_assurance(self, person: Any) -> Any:
        return assurance(person).value

    @extend_schema_field(Identity(allow_null=True))
    def get_identity(self, person: Any) -> Any:
        found = current_identity(person)
        return Identity(found).data if found else None

    @extend_schema_field(HeldRole(many=True))
    def get_roles(self, person: Any) -> Any:
        held = Grant.objects.held(timezone.now()).filter(person=person).order_by("role")
        return HeldRole(held, many=True).data


class TokenRow(serializers.ModelSerializer[Token]):
    """One of the person's tokens; its text is shown once, when it is made on the page of the account."""

    class Meta:
        model = Token
        fields = ["prefix", "name", "scopes", "created_at", "expires_at", "last_used_at"]


class OwnAccount(PersonalView):
    resource, resource_label = "me", _("我的账号")

    @extend_schema(operation_id="me", responses=Me)
    def get(self, request: Request) -> Response:
        """Say who is calling and which roles they hold now."""
        Parameters.read(request)
        return Response(Me(request.user).data)


class OwnTokens(PersonalView):
    resource, resource_label = "me", _("我的账号")

    @extend_schema(operation_id="me_tokens", responses=TokenRow(many=True))
    def get(self, request: Request) -> Response:
        """List the caller's usable tokens, newest first."""
        Parameters.read(request)
        rows = Token.objects.usable(timezone.now()).filter(person=request.user.pk)
        return Response(TokenRow(rows, many=True).data)


class OwnToken(PersonalView):
    resource, resource_label = "me", _("我的账号")

    @extend_schema(operation_id="me_token_revoke", request=None, responses={204: None})
    def delete(self, request: Request, prefix: str) -> Response:
        """Revoke one of the caller's tokens, also the one that is calling."""
        token = Token.objects.usable(timezone.now()).filter(person=request.user.pk, prefix=prefix).first()
        if token is None:
            raise Http404
        Sent.read(request)
        revoke_token(token)
        return Response(status=204)
