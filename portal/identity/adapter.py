"""How allauth treats people who come from a provider: one person, one account, and no merging by itself (A1, V10)."""

import secrets
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.identity import pages
from portal.identity.actions import verify_by_provider
from portal.identity.outbound import ProviderSession, session_for
from portal.identity.queries import linked_accounts
from portal.identity.refusals import IdentityRefused, Refusal
from portal.identity.signals import provider_linked
from portal.identity.statements import Statement


def statement_of(account: SocialAccount) -> Statement:
    """What the provider says of the person, as long as it is on its way."""
    return Statement.from_data(account.extra_data.get("statement"))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Providers come from the environment alone; a person is (provider, number there)."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=found.slug,
                name=str(found.label),
                client_id=found.client_id,
                secret=found.client_secret,
                settings={"server_url": found.issuer},
            )
            for found in settings.IDENTITY_PROVIDERS.values()
            if provider in (None, "openid_connect", found.slug) and client_id in (None, found.client_id)
        ]

    def get_requests_session(self) -> ProviderSession:
        return session_for(context.request)

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return secrets.token_urlsafe(32)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever the city or the province knows may have an account, whatever ACCOUNT_OPEN_SIGNUP says."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Verify the person who comes back or links; refuse whom the account does not belong to.

        Runs inside the transaction of the whole answer, so that a refusal leaves nothing behind.
        """
        account = sociallogin.account
        links = sociallogin.state.get("process") == AuthProcess.CONNECT
        if sociallogin.is_existing and links and sociallogin.user != request.user:
            raise IdentityRefused(Refusal.LINKED_ELSEWHERE)
        if not (sociallogin.is_existing or links):
            return
        person = request.user if links else sociallogin.user
        verify_by_provider(person, statement_of(account), provider=account.provider, request=request)
        account.extra_data = {}
        if sociallogin.is_existing:
            account.save(update_fields=["extra_data"])
        elif account.provider in linked_accounts(person):
            raise IdentityRefused(Refusal.ALREADY_LINKED)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """An account name that says nothing; the real name comes with the verification."""
        sociallogin.user.username = get_account_adapter(request).generate_unique_username([])
        return sociallogin.user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """The account with its link and its verified name, or nothing of them (F10)."""
        account, user = sociallogin.account, sociallogin.user
        statement, account.extra_data = statement_of(account), {}
        user.set_unusable_password()
        try:
            with transaction.atomic():
                sociallogin.save(request)
                verify_by_provider(user, statement, provider=account.provider, request=request)
                provider_linked.send(
                    SocialAccount, request=request, user=user, provider=account.provider, new=True
                )
        except IdentityRefused as refused:
            raise ImmediateHttpResponse(
                pages.refused(request, account.provider, refused.refusal)
            ) from refused
        except IntegrityError as twice:
            messages.info(request, _("你的账号刚刚已经建立，请直接登录。"))
            raise ImmediateHttpResponse(redirect("account_login")) from twice
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("identity")
