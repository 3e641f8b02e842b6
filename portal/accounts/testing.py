"""For tests, those of plugins too: sessions of people who have come in as they should."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from portal.accounts.second_factor.mark import KEY
from portal.accounts.sessions.start import PASSWORD_DUE

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of apps in tests


def sign_in(client: Client, person: Any) -> Client:
    """Sign the person in as if they had just shown password and second factor; returns the client."""
    client.force_login(person)
    session = client.session
    complete(session, person)
    session.save()
    return client


def complete(session: Any, person: Any) -> None:
    """Write into a session that the person has shown all that may be asked of them."""
    session.pop(PASSWORD_DUE, None)
    session[KEY] = person.pk
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)


def add_second_factor(person: Any, secret: str = SECRET) -> None:
    """Set up an authenticator app for the person."""
    TOTP.activate(person, secret)
    person.__dict__.pop("has_second_factor", None)


def code_now(secret: str = SECRET) -> str:
    """The six digits that the app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
