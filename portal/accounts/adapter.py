"""How allauth behaves in this portal."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may open an account (setting ACCOUNT_OPEN_SIGNUP)."""
        return bool(settings.ACCOUNT_OPEN_SIGNUP)
