"""A person's sessions on all their devices; allauth.usersessions keeps the list."""

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from portal.accounts.signals import session_ended


def end_session(session: UserSession, *, request: HttpRequest | None, by: Any, reason: str) -> None:
    """End a session: its cookie opens nothing from the next request on."""
    person = session.user
    session.end()
    session_ended.send(sender=UserSession, request=request, user=person, by=by, reason=reason)


def end_others(request: HttpRequest, *, reason: str) -> int:
    """End all sessions of the person but the one that asks; returns how many."""
    others = UserSession.objects.filter(user=request.user.pk).exclude(session_key=request.session.session_key)
    return _end_each(others, request=request, by=request.user, reason=reason)


def end_all(person: Any, *, request: HttpRequest | None, by: Any, reason: str) -> int:
    """End every session of the person; returns how many."""
    return _end_each(UserSession.objects.filter(user=person), request=request, by=by, reason=reason)


def keep_within(person: Any, most: int, *, request: HttpRequest) -> None:
    """End the sessions that were not used for the longest time, until there are no more than may be (B13)."""
    mine = UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key)
    too_many = mine.order_by("-last_seen_at", "-pk")[most - 1 :]
    _end_each(too_many, request=request, by=None, reason="too many sessions")


def renew_id(request: HttpRequest) -> None:
    """Give the session a new id, with all that it holds; whoever knew the old one has nothing."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def forget_gone() -> None:
    """Delete from the list what has run out."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in UserSession.objects.iterator():
        if not store().exists(session.session_key):
            session.delete()


def _end_each(sessions: Any, *, request: HttpRequest | None, by: Any, reason: str) -> int:
    ended = list(sessions.select_related("user"))
    for session in ended:
        end_session(session, request=request, by=by, reason=reason)
    return len(ended)
