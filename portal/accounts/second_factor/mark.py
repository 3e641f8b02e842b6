"""Which sessions have shown a second factor. The mark names the person, so it serves nobody who comes later."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.dispatch import receiver
from django.http import HttpRequest

from portal.accounts.models.user import PROOFS
from portal.accounts.sessions.own import end_others, renew_id

KEY = "second_factor_of"


def has_passed(request: HttpRequest, person: Any) -> bool:
    """Whether the person has shown a second factor in this session."""
    return bool(request.session.get(KEY) == person.pk)


def mark(request: HttpRequest, person: Any) -> None:
    """Write down that the person has shown one."""
    request.session[KEY] = person.pk


@receiver(authenticator_used)
def note_use(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """A code or a key was right: while signing in, or once more in a session that is open (new id, B4)."""
    mark(request, user)
    if request.user.is_authenticated:
        renew_id(request)


@receiver(authenticator_added)
def note_new(
    sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever has just set one up holds it in their hands; sessions from before it end."""
    if authenticator.type in PROOFS and request.user.is_authenticated:
        user.__dict__.pop("has_second_factor", None)
        mark(request, user)
        renew_id(request)
        end_others(request, reason="second factor added")
