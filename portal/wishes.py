"""What a visitor wishes for, as they chose it here by filters: in their session and nowhere else (P11).

Whoever chose nothing gets no session for it. Nobody else is given an answer that took wishes into account, or noted
some.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest

KEY = "wishes"
MOST = 6
"""Values of one filter that are noted."""

Wishes = Mapping[str, tuple[str, ...]]
"""Ids of values by the name of the filter."""


def wishes_of(request: HttpRequest) -> Wishes:
    """What the visitor's session holds."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {}
    wishes = {name: tuple(values) for name, values in request.session.get(KEY, {}).items()}
    if wishes:
        keep_private(request)
    return wishes


def note(request: HttpRequest, chosen: Mapping[str, Sequence[str]]) -> None:
    """Keep what was chosen: of each filter the latest choice."""
    latest = {name: list(values[:MOST]) for name, values in chosen.items() if values}
    if not latest:
        return
    known = request.session.get(KEY, {})
    if known != known | latest:
        request.session[KEY] = known | latest
    keep_private(request)


def forget(request: HttpRequest) -> None:
    """Leave nothing of it; a session that held nothing else goes as a whole."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or KEY not in request.session:
        return
    del request.session[KEY]
    if not request.session.keys():
        request.session.flush()


def keep_private(request: HttpRequest) -> None:
    """Say that the answer to this request is for its visitor alone: no cache that others share may keep it."""
    request.is_personal = True  # type: ignore[attr-defined]
