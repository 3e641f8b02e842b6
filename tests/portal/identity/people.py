"""Invented identities whose numbers pass every check, and what is told of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.dispatch import Signal
from django.test import RequestFactory

from portal import masking
from portal.identity import numbers
from portal.identity.actions import verify_at_counter
from portal.identity.choices import Assurance, DocumentKind
from portal.identity.models import VerifiedIdentity
from portal.identity.statements import Statement

LINHAI, OUYANG = "370299199203150015", "370299198811230022"


def statement(name: str = "林海", number: str = LINHAI) -> Statement:
    digest = numbers.digest(DocumentKind.ID_CARD, number)
    return Statement(name, masking.id_number(number), digest, Assurance.PROVIDER)


def at_counter(person: Any, by: Any, **changes: Any) -> VerifiedIdentity:
    given = {
        "real_name": "林海",
        "document": DocumentKind.ID_CARD,
        "number": LINHAI,
        "reason": "首次核验，核对原件",
        "request": RequestFactory().post("/"),
    }
    return verify_at_counter(person, by=by, **given | changes)


@contextmanager
def heard(signal: Signal) -> Iterator[list[dict[str, Any]]]:
    """What a signal says meanwhile."""
    said: list[dict[str, Any]] = []

    def note(**given: Any) -> None:
        said.append(given)

    signal.connect(note)
    yield said
    signal.disconnect(note)
