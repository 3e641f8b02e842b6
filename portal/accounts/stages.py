"""What stands between the right password and a session, where allauth's own stages do not fit."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage

from portal.accounts.models import Phone


class ConfirmEmailStage(EmailVerificationStage):
    """An address is confirmed by a code before it opens an account.

    Nobody is asked who has none, or who comes by a confirmed phone, or whose account was made by staff with an address
    that was never up for confirmation.
    """

    def handle(self) -> tuple[Any, bool]:
        person = self.login.user
        if person is not None:
            by_phone = not self.login.email and Phone.confirmed_of(person) is not None
            if by_phone or not EmailAddress.objects.filter(user=person).exists():
                return None, True
        result: tuple[Any, bool] = super().handle()
        return result
