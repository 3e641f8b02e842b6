"""The keys of encrypted fields: read from the environment, checked, never in the database (D7)."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
LEAST_DIFFERENT_BYTES = 16
ID = re.compile(r"[a-z0-9-]{1,20}")


@dataclass(frozen=True)
class Key:
    """One key of the ring. Its `id` stands in front of every value that it encrypts."""

    id: str
    secret: bytes = field(repr=False)

    @cached_property
    def for_values(self) -> bytes:
        return self._derived(b"qingchuang field value")

    @cached_property
    def for_indexes(self) -> bytes:
        return self._derived(b"qingchuang blind index")

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(self.secret)


def read_keys(written: Sequence[str]) -> tuple[Key, ...]:
    """The ring from "id:base64" texts; the first encrypts, all of them decrypt.

    Raises ImproperlyConfigured with a sentence that names the key and gives none of it away.
    """
    keys = tuple(_read(text) for text in written)
    if len({key.id for key in keys}) < len(keys):
        raise ImproperlyConfigured("FIELD_KEYS: two keys bear the same id.")
    return keys


def _read(text: str) -> Key:
    name, _colon, encoded = text.strip().partition(":")
    if not ID.fullmatch(name):
        raise ImproperlyConfigured(
            "FIELD_KEYS: a key is written id:base64, its id in lower-case letters and digits."
        )
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ImproperlyConfigured(f"FIELD_KEYS: key {name} is no base64.") from None
    if len(secret) != KEY_BYTES or len(set(secret)) < LEAST_DIFFERENT_BYTES:
        raise ImproperlyConfigured(
            f"FIELD_KEYS: key {name} must be {KEY_BYTES} random bytes (openssl rand -base64 32)."
        )
    return Key(name, secret)
