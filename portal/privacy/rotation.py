"""Bringing encrypted values under the current key while the portal runs (D7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from portal.privacy.encryption import (
    BlindIndex,
    EncryptedText,
    blind_index,
    decrypted,
    encrypted,
    is_current,
    ring,
)

BATCH = 500


@dataclass(frozen=True)
class Elsewhere:
    """Encrypted values that lie in no field of ours: how many wait for the current key, and what brings them under it."""

    place: str
    waiting: Callable[[], int]
    rotate: Callable[[Callable[[], None]], int]


_elsewhere: list[Elsewhere] = []


def register(values: Elsewhere) -> None:
    """Have `rotate_keys` cover them; called from `AppConfig.ready`. Encrypted fields need no registration."""
    _elsewhere.append(values)


def everywhere() -> Iterator[Elsewhere]:
    """All that is encrypted in this installation, place by place."""
    for field in encrypted_fields():
        yield Elsewhere(field.place, partial(_count, field), partial(rotate, field))
    yield from _elsewhere


def encrypted_fields() -> Iterator[EncryptedText]:
    """Every encrypted field of the installation."""
    for model in apps.get_models():
        yield from (field for field in model._meta.local_fields if isinstance(field, EncryptedText))


def waiting(field: EncryptedText) -> Any:
    """The rows whose value lies under an older key, with the stored text as `stored`."""
    rows = field.model._base_manager.annotate(stored=Cast(F(field.name), TextField()))
    return (
        rows.exclude(stored="")
        .exclude(stored=None)
        .exclude(stored__startswith=f"{ring()[0].id}:")
        .order_by("pk")
    )


def _count(field: EncryptedText) -> int:
    return int(waiting(field).count())


def rotate(field: EncryptedText, advance: Callable[[], None] = lambda: None) -> int:
    """Encrypt what lies under older keys anew; returns how many values. Can be broken off and run again.

    A value that somebody changes in the meantime is left to that change: it lies under the current key already.
    """
    done, after = 0, None
    while batch := list(_from(waiting(field), after).values_list("pk", "stored")[:BATCH]):
        for pk, stored in batch:
            done += _renew(field, pk, stored)
            advance()
        after = batch[-1][0]
    return done


def _from(rows: Any, after: Any) -> Any:
    return rows if after is None else rows.filter(pk__gt=after)


def _renew(field: EncryptedText, pk: Any, stored: str) -> int:
    plain = decrypted(stored, field.place)
    renewed = encrypted(plain, field.place)
    assert is_current(renewed)
    changes: dict[str, Any] = {field.name: Value(renewed, TextField())}
    for index in field.model._meta.local_fields:
        if isinstance(index, BlindIndex) and index.source == field.name:
            changes[index.name] = blind_index(plain, index.place)
    rows = field.model._base_manager.annotate(stored=Cast(F(field.name), TextField()))
    return int(rows.filter(pk=pk, stored=stored).update(**changes))
