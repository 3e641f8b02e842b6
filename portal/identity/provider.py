"""The kind of provider that allauth finds here: OpenID Connect, strictly.

allauth loads `provider_classes` from this module and includes `portal.identity.urls` under /accounts/.
"""

import secrets
from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.identity.conf import IdentityProvider
from portal.identity.exchange import Exchange
from portal.identity.queries import contact_is_known
from portal.identity.statements import Statement


class StrictProvider(OpenIDConnectProvider):
    """allauth's provider with a proof key, a nonce and fixed scopes, that keeps a statement instead of claims."""

    oauth2_adapter_class = Exchange

    @property
    def settings(self) -> IdentityProvider:
        found: IdentityProvider = settings.IDENTITY_PROVIDERS[self.app.provider_id]
        return found

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the person to the provider by way of a page: the policy forbids forms to lead to another host."""
        exchange = self.get_oauth2_adapter(request)
        authorize_url = exchange.authorize_url
        proof = generate_code_challenge()
        nonce = secrets.token_urlsafe(32)
        client = exchange.get_client(request, self.app)
        client.state = self.stash_redirect_state(
            request, process, next_url, data, pkce_code_verifier=proof.pop("code_verifier"), nonce=nonce
        )
        url = client.get_redirect_url(authorize_url, self.settings.scopes, {**proof, "nonce": nonce})
        return render(request, "identity/leaving.html", {"provider": self.settings, "url": url})

    def complete(self, request: HttpRequest, state: dict[str, Any]) -> SocialLogin:
        """Whom the provider names in its answer. Raises what the exchange raises."""
        exchange = self.get_oauth2_adapter(request)
        client = exchange.get_client(request, self.app)
        answer = exchange.get_access_token_data(
            request, self.app, client, pkce_code_verifier=state["pkce_code_verifier"]
        )
        token = exchange.parse_token(answer)
        login = exchange.complete_login(request, self.app, token, response=answer, nonce=state["nonce"])
        login.state = state
        return login

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What goes on from here; the claims themselves stay behind (D3)."""
        claims = data["userinfo"]
        return {
            "statement": Statement.of(claims, self.settings).data,
            "contact_is_known": contact_is_known(claims, self.settings),
        }

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


provider_classes = [StrictProvider]
