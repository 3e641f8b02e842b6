"""Who calls the API: a person's program by token, or the person's own browser by session."""

from typing import Any

from django.conf import settings
from django.contrib.auth import load_backend
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from api.models import Token
from api.tokens.actions import token_of

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer qct_…`; the token is left in `request.auth`.

    The person is loaded as for a session: somebody whose account is closed, or whose rights ended a second ago, is
    refused or limited alike, and those who work here have a second factor (B3).
    """

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        scheme, _gap, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        token = token_of(text.decode("latin-1").strip())
        person = _person(token.person_id) if token else None
        if token is None or person is None:
            raise AuthenticationFailed(_("令牌无效、已停用或已过期。"))
        if settings.STAFF_SECOND_FACTOR and person.is_at_work_here and not person.has_second_factor:
            raise AuthenticationFailed(_("这个账号须先设置第二重验证，令牌才能使用。"))
        return person, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="api"'


def _person(key: int) -> Any:
    """The person as a session would load them, None for a closed account."""
    for path in settings.AUTHENTICATION_BACKENDS:
        backend = load_backend(path)
        if hasattr(backend, "get_user"):
            return backend.get_user(key)
    return None
