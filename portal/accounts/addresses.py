"""E-mail addresses: how they are kept, and which ones are proved to be their owners'."""

import unicodedata
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.dispatch import receiver

INVISIBLE = {"Cc", "Cf", "Cs"}


def normal_address(text: str) -> str:
    """The address as it is kept: of every way to write one mailbox, the one in which mail travels.

    Without what nobody sees, in letters of one width, the domain as ASCII (xn--…): so that one mailbox has one account,
    and an address that only looks like somebody's does not (B6). What is no address comes back as it is.
    """
    seen = (
        char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in INVISIBLE
    )
    name, at, domain = "".join(seen).strip().lower().rpartition("@")
    try:
        return f"{name}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return text


@receiver(password_reset)
def note_confirmed(sender: Any, user: Any, **kwargs: Any) -> None:
    """The link that set the new password came to the person's address: no code is needed for it any more."""
    addresses = EmailAddress.objects.filter(user=user)
    if addresses.count() == 1:
        addresses.update(verified=True)
