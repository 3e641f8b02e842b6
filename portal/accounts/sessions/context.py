"""What pages know of the session, and of where messages lie on a machine that sends none."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.accounts.sessions.start import limits_for


def session(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `session_clock` (idle and warning in seconds, None for strangers) and `outbox`, the folder.

    The session is looked at by templates that ask, not before: pages for strangers must not depend on a cookie.
    """
    outbox = settings.OUTBOX_DIR if settings.OUTBOX_SHOWN else None
    return {"session_clock": lambda: _clock(request), "outbox": outbox}


def _clock(request: HttpRequest) -> dict[str, int] | None:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return None
    return {"idle": limits_for(person)["idle"], "warning": settings.SESSION_WARNING}
