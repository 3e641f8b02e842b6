"""What ends tokens beside their owners and the clock."""

from typing import Any

from django.dispatch import receiver

from api.tokens.actions import revoke_all
from portal.accounts.signals import account_closed


@receiver(account_closed)
def revoke_of_closed_account(sender: Any, user: Any, **kwargs: Any) -> None:
    """A closed account has no tokens, also when it is opened again (B15)."""
    revoke_all(user)
