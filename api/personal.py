"""What every part of the API that belongs to somebody has in common.

    class OwnTokens(PersonalView):
        resource, resource_label = "me", _("我的账号")

A session acts with all the person's rights, a token with those of them that its scopes name. Writes take an
`Idempotency-Key`. Answers are never stored on the way.
"""

from functools import partial
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from api.authentication import TokenAuthentication
from api.errors import SCOPE_MISSING, ProblemError, language_of
from api.idempotency import answered_once
from api.models import Token
from api.parameters import Parameters


class WithinScope(BasePermission):
    """A token does what its scopes say; a session needs none."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, Token):
            verb = "read" if request.method in SAFE_METHODS else "write"
            if f"{view.resource}:{verb}" not in request.auth.scopes:
                raise ProblemError(SCOPE_MISSING)
        return True


class ReadsAPerson(UserRateThrottle):
    """How often one person may ask, whatever token is used (W12)."""

    scope = "reads"


class WritesAPerson(UserRateThrottle):
    """How often one person may change something."""

    scope = "writes"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or super().allow_request(request, view)


class PartsAPerson(WritesAPerson):
    """How often one person may send a part of a file."""

    scope = "parts"


class PersonalView(APIView):
    """A view for whoever is signed in. `resource` names its scopes, `resource_label` says them in words."""

    resource: ClassVar[str]
    resource_label: ClassVar[str | Promise]

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated, WithinScope)
    throttle_classes = (ReadsAPerson, WritesAPerson)
    renderer_classes = (JSONRenderer,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(language_of(request)):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask who it is and whether they may; then a write is to happen once, and takes no parameters."""
        super().initial(request, *args, **kwargs)
        method = str(request.method).lower()
        write = getattr(self, method, None)
        if request.method not in SAFE_METHODS and write is not None:
            Parameters.read(request)  # a write is told in its body
            setattr(self, method, lambda *a, **k: answered_once(request, partial(write, *a, **k)))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer
