"""E-mail addresses: which ones are proved to be their owners'."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.dispatch import receiver


@receiver(password_reset)
def note_confirmed(sender: Any, user: Any, **kwargs: Any) -> None:
    """The link that set the new password came to the person's address: no code is needed for it any more."""
    addresses = EmailAddress.objects.filter(user=user)
    if addresses.count() == 1:
        addresses.update(verified=True)
