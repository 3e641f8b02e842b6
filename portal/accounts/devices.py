"""Devices that somebody has signed in from before: a signed cookie for each browser, one secret for each person in it.

Whoever tries an owner's passwords from elsewhere does not close the owner's own devices (B2). The cookie opens nothing.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "portal.accounts.devices"
MOST_PEOPLE = 5
"""People that one browser remembers: a counter at a desk, a family's computer."""


def known_device(request: HttpRequest, person: Any) -> str | None:
    """The secret of this browser for the person, None when they never signed in from it."""
    return _remembered(request).get(str(person.pk)) if person is not None else None


def remember_device(request: HttpRequest, response: HttpResponse, person: Any) -> None:
    """Let the browser know that the person has signed in from it."""
    people = _remembered(request)
    mine = people.pop(str(person.pk), None) or secrets.token_urlsafe(16)
    latest = dict([*people.items(), (str(person.pk), mine)][-MOST_PEOPLE:])
    response.set_cookie(
        settings.KNOWN_DEVICE_COOKIE,
        signing.dumps(latest, salt=SALT),
        max_age=_lifetime(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _remembered(request: HttpRequest) -> dict[str, str]:
    try:
        people: dict[str, str] = signing.loads(
            request.COOKIES.get(settings.KNOWN_DEVICE_COOKIE, ""), salt=SALT, max_age=_lifetime()
        )
    except signing.BadSignature:
        return {}
    return people


def _lifetime() -> int:
    return int(settings.KNOWN_DEVICE_DAYS) * 24 * 3600
