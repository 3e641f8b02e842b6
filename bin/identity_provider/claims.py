"""What the local provider says of its people."""

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac

from bin.identity_provider.people import PEOPLE


class ClaimsAdapter(DefaultOIDCAdapter):
    """Name, number and level with the scope `profile`; a number of the person's own for every client."""

    scope_display = {"openid": "您在这个平台的编号", "profile": "姓名、证件号码、实名等级、手机号"}

    def get_user_sub(self, client: Client, user: Any) -> str:
        return salted_hmac(client.id, user.get_username(), algorithm="sha256").hexdigest()[:32]

    def get_user_by_sub(self, client: Client, sub: str) -> Any:
        people = get_user_model().objects.filter(is_active=True)
        return next((user for user in people if self.get_user_sub(client, user) == sub), None)

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if purpose == "userinfo" and "profile" in scopes:
            person = PEOPLE[user.get_username()]
            claims |= {
                "name": person.name,
                "id_number": person.id_number,
                "level": person.level,
                "phone_number": person.phone,
            }
        return claims
