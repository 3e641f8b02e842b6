"""The hash chain: how an entry is sealed. The one place that writes links (B11).

An entry is part of the transaction of the act it tells of; its seal follows at once in a short transaction of its
own, which holds one lock and nothing else. So nobody waits for the chain while a slow act is under way, and no two
acts can wait for each other.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.audit.models import Entry, Link

LOCK = 0x7172_7473
"""The number under which PostgreSQL keeps the chain's lock."""

START = "0" * 64
"""What stands before the first link."""

SEALED = (
    "id", "at", "action", "result", "person", "name", "roles", "channel", "address", "request", "kind", "key",
    "subject", "purpose", "details", "before", "after",
)  # fmt: skip
"""The columns that a seal covers, in this order for ever."""

_written = json.JSONEncoder(default=datetime.isoformat, ensure_ascii=False, separators=(",", ":")).encode

NEAR = 1_000
"""So many entries back an act is looked for that began early and was committed late."""


def digest(previous: str, number: int, sealed_at: datetime | str, values: Sequence[Any]) -> str:
    """The hash of a link: over the hash before it, its place, its time, and the entry's SEALED values.

    Times may come as `datetime.isoformat` writes them in UTC.
    """
    return hashlib.sha256(_written((previous, number, sealed_at, *values)).encode()).hexdigest()


def seal(near: int | None = NEAR) -> int:
    """Seal every entry that is committed and has no seal; returns how many. Safe beside itself.

    Looks at the newest `near` entries, at all of them when it is None.
    """
    with transaction.atomic():
        _lock()
        last = Link.objects.order_by("-number").first()
        waiting = Entry.objects.filter(~Exists(Link.objects.filter(entry=OuterRef("pk"))))
        if last is not None and near is not None:
            waiting = waiting.filter(pk__gt=last.entry_id - near)
        links = _links(last, waiting.order_by("pk").values_list(*SEALED))
        Link.objects.bulk_create(links)
    return len(links)


def seal_everything() -> int:
    """Seal whatever an interrupted process left behind."""
    return seal(near=None)


def _links(last: Link | None, rows: Iterable[Sequence[Any]]) -> list[Link]:
    number, previous = (last.number, last.hash) if last else (0, START)
    now = timezone.now()
    links = []
    for number, values in enumerate(rows, number + 1):  # noqa: B020 - counted on from the last link
        link = Link(number=number, entry_id=values[0], sealed_at=now, previous=previous)
        link.hash = previous = digest(previous, number, now, values)
        links.append(link)
    return links


def _lock() -> None:
    """One process at a time adds links. SQLite's transactions begin with its only lock for writing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
