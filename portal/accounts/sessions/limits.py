"""Sessions end by idleness and by age (B4), and what was typed meanwhile is kept (X13)."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.answers import empty_browser
from portal.accounts.sessions import kept
from portal.accounts.sessions.start import BEGAN, SEEN, limits_for
from portal.accounts.signals import session_ended

Handler = Callable[[HttpRequest], HttpResponse]


class SessionLimitsMiddleware:
    """End a session that was left alone too long, or is too old; note the use of the others once a minute.

    A form that arrives with such a session is kept for its owner, once its CSRF token has proved it to be theirs.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if has_session(request) and request.user.is_authenticated:
            owner = request.user.pk
            if not goes_on(request, request.user):
                request.session_ran_out_of = owner  # type: ignore[attr-defined]  # read below
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        owner = getattr(request, "session_ran_out_of", None)
        if owner is None:
            return None
        messages.warning(request, _("登录已超时，请重新登录。"))
        if kept.keep(request, owner):
            return _to_sign_in(request, reverse("account_kept_form"))
        return None


def has_session(request: HttpRequest) -> bool:
    """Whether a page may ask who sends the request: answers for strangers must not depend on a cookie.

    The API asks by itself, and for personal answers only (`portal.accounts.second_factor.door`).
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith("/api/")


def goes_on(request: HttpRequest, person: Any) -> bool:
    """Note that the person uses the session; or end it when it is over, which makes the request a stranger's."""
    reason = _over(request, person)
    if not reason:
        note_use(request)
        return True
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    _make_a_stranger(request)
    session_ended.send(sender=UserSession, request=request, user=person, by=None, reason=reason)
    return False


def _make_a_stranger(request: HttpRequest) -> None:
    """What `logout` does, but nobody has signed out: the trace gets one entry, which says why the session ended."""
    request.session.flush()
    request.user = AnonymousUser()
    empty_browser(request)


def note_use(request: HttpRequest, *, at_once: bool = False) -> None:
    """Write down that the session is in use, so often as setting SESSION_SEEN_EVERY says."""
    now = int(time.time())
    if not at_once and now - request.session.get(SEEN, 0) < settings.SESSION_SEEN_EVERY:
        return
    request.session[SEEN] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _over(request: HttpRequest, person: Any) -> str:
    """Why the session is over, or nothing."""
    limits, now = limits_for(person), int(time.time())
    if now - request.session.get(BEGAN, 0) > limits["absolute"]:
        return "age"
    return "idle" if now - request.session.get(SEEN, 0) > limits["idle"] else ""


def _to_sign_in(request: HttpRequest, after: str) -> HttpResponse:
    """To the sign-in; htmx is told to load the page instead of a part of it."""
    answer: HttpResponse = redirect_to_login(after)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": answer["Location"]})
    return answer
