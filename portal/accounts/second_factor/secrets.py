"""Secrets of second factors lie under the keys of FIELD_KEYS, like every other value that must not be readable (D7)."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes

from portal.privacy.encryption import decrypted, encrypted, is_current
from portal.privacy.rotation import Elsewhere

PLACE = "mfa.authenticator.data"
HOLDERS = ("secret", "seed", "migrated_codes")
"""Where allauth keeps something encrypted: of an app, of recovery codes, and of codes taken over from elsewhere."""


def sealed(text: str) -> str:
    """The text as the database holds it."""
    return encrypted(text, PLACE)


def opened(stored: str) -> str:
    """The text again. Raises `CannotDecrypt` when its key is gone."""
    return decrypted(stored, PLACE) if ":" in stored else _opened_with_secret_key(stored)


def waiting() -> list[Any]:
    """The keys of the rows that hold something under an older key."""
    rows = Authenticator.objects.order_by("pk").values_list("pk", "data").iterator()
    return [pk for pk, data in rows if not all(map(is_current, _texts(data)))]


def rotate(advance: Callable[[], None] = lambda: None) -> int:
    """Bring everything under the current key; returns how many rows. Can be broken off and run again."""
    done = 0
    for pk in waiting():
        done += _renew(pk)
        advance()
    return done


ELSEWHERE = Elsewhere(PLACE, lambda: len(waiting()), rotate)


@transaction.atomic
def _renew(pk: Any) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:  # taken off meanwhile
        return False
    for name in HOLDERS:
        held = row.data.get(name)
        if isinstance(held, list):
            row.data[name] = [sealed(opened(text)) for text in held]
        elif held is not None:
            row.data[name] = sealed(opened(held))
    row.save(update_fields=["data"])
    return True


def _texts(data: dict[str, Any]) -> Iterator[str]:
    for name in HOLDERS:
        held = data.get(name)
        if held is not None:
            yield from held if isinstance(held, list) else [held]


def _opened_with_secret_key(stored: str) -> str:
    """What was set up before these secrets had keys of their own, until `rotate_keys` has seen it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_box(force_bytes(key)) for key in keys]).decrypt(stored.encode()).decode()


def _box(secret: bytes) -> Fernet:
    digest = hashlib.sha256(b"portal.accounts.second_factor:" + secret).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
