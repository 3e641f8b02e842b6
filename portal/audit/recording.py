"""Writing entries: the one way into the trace (B10)."""

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal import masking
from portal.audit.chain import seal
from portal.audit.choices import Channel, Result
from portal.audit.models import Entry
from portal.audit.origin import origin_of
from portal.audit.table import Action

SALT = "portal.audit"
MISLEADING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def record(
    action: Action,
    *,
    request: HttpRequest | None = None,
    actor: Any = None,
    object: Any = None,
    subject: Any = None,
    purpose: str = "",
    details: str = "",
    result: Result = Result.OK,
    channel: Channel | None = None,
    before: Any = None,
    after: Any = None,
) -> Entry:
    """Add one entry, in the caller's transaction: the act and its trace happen together or not at all.

    `request` and `actor` default to the request being answered and to who is signed in there. `subject` is the person
    whose data it is about. `before` and `after` are values of which only fingerprints are kept.
    """
    return record_each(
        action,
        [subject],
        request=request,
        actor=actor,
        object=object,
        purpose=purpose,
        details=details,
        result=result,
        channel=channel,
        before=before,
        after=after,
    )[0]


def record_each(
    action: Action,
    subjects: Iterable[Any],
    *,
    request: HttpRequest | None = None,
    actor: Any = None,
    object: Any = None,
    purpose: str = "",
    details: str = "",
    result: Result = Result.OK,
    channel: Channel | None = None,
    before: Any = None,
    after: Any = None,
) -> list[Entry]:
    """Add one entry for each person concerned, in one statement: a list that shows ten people is ten looks (N16).

    A subject is a person or a person's key; each person concerned counts once.
    """
    keys = dict.fromkeys(getattr(subject, "pk", subject) for subject in subjects)
    if not keys:
        return []
    origin = origin_of(request, actor)
    shared = {
        "at": timezone.now(),
        "action": action.name,
        "result": result,
        "person": origin.key,
        "name": _line(origin.name, 150),
        "roles": _line(origin.roles, 200),
        "channel": channel or origin.channel,
        "address": _line(origin.address, 45),
        "request": _line(origin.request, 32),
        "kind": object._meta.label_lower if object is not None else "",
        "key": str(object.pk)[:64] if object is not None else "",
        "purpose": _line(purpose, 200),
        "details": _line(details, 300),
        "before": fingerprint(before),
        "after": fingerprint(after),
    }
    entries = Entry.objects.bulk_create([Entry(**shared, subject=key) for key in keys])
    transaction.on_commit(seal, robust=True)
    return entries


def fingerprint(value: Any) -> str:
    """A name for a value that only this portal can compute: equal values have equal ones; nothing for None."""
    if value is None:
        return ""
    written = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return salted_hmac(SALT, written, algorithm="sha256").hexdigest()


def _line(text: str, longest: int) -> str:
    """One line that misleads no reader of the trace: no control or direction characters (B12), numbers masked (D6)."""
    plain = "".join(" " if unicodedata.category(char) in MISLEADING else char for char in text[: 4 * longest])
    return masking.text(plain)[:longest]
