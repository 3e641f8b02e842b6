"""Values encrypted in the database: AES-256-GCM with the key's id, and indexes that find them without opening (D7)."""

import hmac
import os
import unicodedata
from base64 import b64decode, b64encode
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import In

from portal.privacy.keys import Key, read_keys

NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """The key is not in the ring any more, or the stored value was changed or moved. Says where, never what."""


@lru_cache(maxsize=4)
def _ring(written: tuple[str, ...]) -> tuple[Key, ...]:
    return read_keys(written)


def ring() -> tuple[Key, ...]:
    """The keys of settings.FIELD_KEYS, the current one first."""
    return _ring(tuple(settings.FIELD_KEYS))


def encrypted(plain: str, place: str) -> str:
    """The value under the current key, bound to its place ("app.model.field"): it cannot be read anywhere else."""
    key, nonce = ring()[0], os.urandom(NONCE_BYTES)
    sealed = AESGCM(key.for_values).encrypt(nonce, plain.encode(), place.encode())
    return f"{key.id}:{b64encode(nonce + sealed).decode()}"


def decrypted(stored: str, place: str) -> str:
    """The value that `encrypted` made for this place. Raises CannotDecrypt."""
    name, _colon, content = stored.partition(":")
    key = next((key for key in ring() if key.id == name), None)
    if key is None:
        raise CannotDecrypt(f"{place}: FIELD_KEYS holds no key {name!r}")
    try:
        raw = b64decode(content, validate=True)
        return AESGCM(key.for_values).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
    except (ValueError, InvalidTag) as error:
        raise CannotDecrypt(f"{place}: the stored value was changed or moved") from error


def is_current(stored: str) -> bool:
    """Whether the value lies under the current key."""
    return stored.startswith(f"{ring()[0].id}:")


def blind_index(value: str, place: str, key: Key | None = None) -> str:
    """What stands for the value where it must be found: only somebody with the key can compute it."""
    plain = unicodedata.normalize("NFKC", value).strip().upper()
    message = f"{place}\0{plain}".encode()
    return hmac.digest((key or ring()[0]).for_indexes, message, "sha256").hex()


class EncryptedText(models.TextField):
    """Text that lies encrypted in the database and is plain on the instance. It cannot be filtered; see `BlindIndex`."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "resolve_expression") or value in (None, ""):
            return super().get_db_prep_save(value, connection)
        return encrypted(str(value), self.place)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypted(value, self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.place} is encrypted: filter by `…__same` of its BlindIndex.")

    @property
    def place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"


class BlindIndex(models.CharField):
    """Finds the rows with a given encrypted value: `id_number_index = BlindIndex("id_number")`.

    Filled from the encrypted field of that name whenever the row is saved (`update` on a set of rows leaves it behind);
    `filter(id_number_index__same=value)` finds by it.
    """

    def __init__(self, source: str, **options: Any) -> None:
        self.source = source
        options |= {"max_length": 64, "editable": False, "blank": True}
        super().__init__(**{"db_index": True, "default": "", **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "editable", "blank"):
            options.pop(fixed, None)
        return name, path, [self.source, *args], options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = getattr(model_instance, self.source)
        index = blind_index(value, self.place) if value else ""
        setattr(model_instance, self.attname, index)
        return index

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """It stands beside the encrypted field that it is made from."""
        own = {field.name for field in self.model._meta.local_fields if isinstance(field, EncryptedText)}
        wrong = [] if self.source in own else [Error(f"There is no EncryptedText {self.source!r}.", obj=self)]
        return [*super().check(**kwargs), *wrong]

    @property
    def place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.source}"


@BlindIndex.register_lookup
class Same(In):
    """`id_number_index__same=value`: the rows with this value, also those whose index lies under an older key."""

    lookup_name = "same"

    def __init__(self, lhs: Any, rhs: Any) -> None:
        place = lhs.output_field.place
        super().__init__(lhs, [blind_index(str(rhs), place, key) for key in ring()])
