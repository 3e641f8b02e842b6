"""Where an act comes from: the request that is being answered, or the portal itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from portal.audit.choices import Channel
from portal.roles.rules import roles_of

THE_PORTAL = AnonymousUser()
"""The actor of what happens by itself, even while somebody's request is being answered."""

_request: ContextVar[HttpRequest | None] = ContextVar("audit_request", default=None)


@dataclass(frozen=True)
class Origin:
    """Who acts, in which roles, through which door, from where."""

    person: Any
    channel: Channel
    address: str = ""
    request: str = ""

    @property
    def key(self) -> int | None:
        return self.person.pk if self.person is not None else None

    @property
    def name(self) -> str:
        return str(self.person.get_username()) if self.person is not None else ""

    @property
    def roles(self) -> str:
        return ",".join(roles_of(self.person)) if self.person is not None else ""


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """What is recorded inside comes from this request."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def origin_of(request: HttpRequest | None = None, actor: Any = None) -> Origin:
    """The origin of an act of `actor` (default: who is signed in) in `request` (default: the one being answered)."""
    request = request or _request.get()
    if actor is THE_PORTAL:
        return Origin(None, Channel.SYSTEM, request=getattr(request, "id", ""))
    person = actor if actor is not None else getattr(request, "user", None)
    if person is not None and not person.is_authenticated:
        person = None
    if request is None:
        return Origin(person, Channel.SYSTEM)
    return Origin(person, channel_of(request), address_of(request), getattr(request, "id", ""))


def channel_of(request: HttpRequest) -> Channel:
    """The door of a request; a program with a token is told apart from a person's browser."""
    if request.path.startswith("/api/"):
        return Channel.TOKEN if getattr(request, "auth", None) else Channel.API
    return Channel.ADMIN if request.path.startswith("/admin/") else Channel.PAGE


def address_of(request: HttpRequest) -> str:
    """Who asks; behind a proxy of ours what it has appended, which the visitor cannot make up (W11)."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            return str(forwarded)
    return str(request.META.get("REMOTE_ADDR", ""))
