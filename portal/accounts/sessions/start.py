"""What is written down when a session begins."""

import time
from typing import Any

from allauth.account.signals import user_logged_in as came_by_the_door
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from portal.accounts import passwords
from portal.accounts.devices import remember_device
from portal.accounts.sessions.own import keep_within

BEGAN, SEEN = "began_at", "seen_at"
"""Moments in seconds, kept in the session."""

PASSWORD_DUE = "password_due"  # noqa: S105 - the name of a key
"""In the session of somebody who has to choose a new password first."""


def limits_for(person: Any) -> dict[str, int]:
    """How long a session of the person lasts, and how many there may be (setting SESSION_LIMITS)."""
    kind = "staff" if person.is_at_work_here else "public"
    limits: dict[str, int] = settings.SESSION_LIMITS[kind]
    return limits


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """The clock of a session starts; a password that is due is asked for before anything else."""
    now = int(time.time())
    request.session[BEGAN] = request.session[SEEN] = now
    request.session.pop(PASSWORD_DUE, None)
    if passwords.is_due(user):
        request.session[PASSWORD_DUE] = True


@receiver(came_by_the_door)
def settle(sender: Any, request: HttpRequest, response: HttpResponse, user: Any, **kwargs: Any) -> None:
    """After a real sign-in: end the oldest sessions that are too many, know the device again (B2, B13)."""
    keep_within(user, limits_for(user)["most"], request=request)
    remember_device(request, response, user)
