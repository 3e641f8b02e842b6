"""Talking to a provider: what it offers, what it answers, and whether the answer may be believed (V9, V10)."""

from typing import Any

from allauth.core import context
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.identity.conf import IdentityProvider
from portal.identity.id_tokens import TokenRefused, verified_claims
from portal.identity.outbound import ProviderDown, session_for

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Exchange(OpenIDConnectOAuth2Adapter):
    """allauth's talk with an OpenID Connect provider, with every check that it leaves out.

    Raises ProviderDown for a provider that cannot be talked to, and TokenRefused for an answer that proves nothing.
    """

    def __init__(self, request: HttpRequest, slug: str) -> None:
        super().__init__(request, slug)
        self.settings: IdentityProvider = settings.IDENTITY_PROVIDERS[slug]

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, from where it must be and of whom it must be."""
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._discover()
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("identity_callback", args=[self.settings.slug]))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, *, response: Any, nonce: str
    ) -> SocialLogin:
        """The person that the provider names. Userinfo counts only when it speaks of the token's subject."""
        claims = verified_claims(
            response.get("id_token"),
            keys=self._fetch(self.openid_config["jwks_uri"]),
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=nonce,
        )
        userinfo = self._fetch(
            self.openid_config["userinfo_endpoint"], headers={"Authorization": f"Bearer {token.token}"}
        )
        if userinfo.get("sub") != claims["sub"]:
            raise TokenRefused("userinfo")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": {**claims, **userinfo}})

    def _discover(self) -> dict[str, Any]:
        found = self._fetch(self.get_provider().server_url)
        if str(found.get("issuer", "")).rstrip("/") != self.settings.issuer:
            raise ProviderDown("The provider calls itself by another name.")
        scheme = "https://" if self.settings.is_encrypted else "http"
        if not all(str(found.get(name, "")).startswith(scheme) for name in ENDPOINTS):
            raise ProviderDown("An address is missing or not encrypted.")
        return found

    def _fetch(self, address: str, **options: Any) -> dict[str, Any]:
        with session_for(context.request) as session:
            response = session.get(address, **options)
            response.raise_for_status()
            found = response.json()
        if not isinstance(found, dict):
            raise ProviderDown("The answer is no object.")
        return found
