"""Nobody who works here goes further than their own account without a second factor (B3) and a password of theirs (B1).

Not page by page: whatever is not named here is closed to such a session, so nothing that is built later can be left
open. The API takes the session for a stranger's.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from portal.accounts.second_factor.mark import has_passed
from portal.accounts.sessions.limits import goes_on, has_session
from portal.accounts.sessions.start import PASSWORD_DUE

Handler = Callable[[HttpRequest], HttpResponse]

# What a session may reach that has shown a password only: setting up, changing the password, leaving.
OPEN = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_second_factor",
    "account_session",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "preferences",
}
SETTING_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}
NEW_PASSWORD = {"account_change_password"}


def needs_second_factor(request: HttpRequest, person: Any) -> bool:
    """Whether the person works here and has not shown a second factor in this session."""
    return bool(
        settings.STAFF_SECOND_FACTOR
        and person.is_authenticated
        and person.is_at_work_here
        and not has_passed(request, person)
    )


class StaffDoorMiddleware:
    """Send such a session to what is missing, and back afterwards to where it wanted to go."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            # Asked only where the API asks who is calling: public answers do not open the session.
            request.user = SimpleLazyObject(partial(_caller, request, request.user))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not has_session(request) or not request.user.is_authenticated:
            return None
        person: Any = request.user
        if needs_second_factor(request, person):
            allowed = OPEN if person.has_second_factor else OPEN | SETTING_UP
            missing = "mfa_reauthenticate" if person.has_second_factor else "account_second_factor"
        elif request.session.get(PASSWORD_DUE):
            allowed, missing = OPEN | NEW_PASSWORD, "account_change_password"
        else:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in allowed:
            return None
        return redirect(f"{reverse(missing)}?{urlencode({'next': request.get_full_path()})}")


def _caller(request: HttpRequest, person: Any) -> Any:
    """Whom the session stands for in the API: nobody when it is over, or when something is missing in it."""
    request.user = person  # what is asked below may ask for it in turn
    if not person.is_authenticated:
        return person
    missing = needs_second_factor(request, person) or request.session.get(PASSWORD_DUE)
    return AnonymousUser() if missing or not goes_on(request, person) else person
