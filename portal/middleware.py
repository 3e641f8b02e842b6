"""Request-wide rules: log context, content security policy, caches, language by the visitor's choice only."""

import re
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from portal.preferences import Preferences

Handler = Callable[[HttpRequest], HttpResponse]

PUBLIC_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
# Wagtail's editor still carries inline scripts and styles; its pages are for signed-in staff only.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# The API's documentation page builds its styles at run time.
DOCS_POLICY = PUBLIC_POLICY + "; style-src 'self' 'unsafe-inline'"

LARGE_NUMBER = re.compile("[0-9]{10}")
LARGEST_KEY = BigIntegerField.MAX_BIGINT


class RequestContextMiddleware:
    """Give every log line of a request the same id, and answer with it (X-Request-ID)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        request.id = request_id  # type: ignore[attr-defined]  # the trace names it too
        # Not bound_contextvars: it looks through every variable of the context, each request.
        before = structlog.contextvars.bind_contextvars(request_id=request_id, path=request.path)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.reset_contextvars(**before)
        response.headers["X-Request-ID"] = request_id
        return response


class PageRedirectMiddleware(RedirectMiddleware):
    """Editors' redirects lead from one page to another; at an address of the API that is not there nothing is looked up."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith("/api/"):
            return response
        answer: HttpResponse = super().process_response(request, response)
        return answer


class ContentSecurityPolicyMiddleware:
    """Strict policy for the public, a wider one for the admin (reliability W3)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self._policy(request.path))
        return response

    @staticmethod
    def _policy(path: str) -> str:
        if path.startswith("/admin/"):
            return ADMIN_POLICY
        if path.startswith("/api/schema/docs/"):
            return DOCS_POLICY
        return PUBLIC_POLICY


class PersonalAnswerMiddleware:
    """Keep what was made for one visitor (`request.is_personal`, see `portal.wishes`) out of every shared cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "is_personal", False):
            patch_cache_control(response, private=True)
        return response


class LargeNumberMiddleware:
    """A number that no database can hold is a mistake of whoever wrote the address: nothing has it for a key (404), and as
    a parameter it is refused (400); Wagtail's filters ask for it all the same."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if any(isinstance(value, int) and value > LARGEST_KEY for value in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        too_large = isinstance(exception, (OverflowError, DataError))
        if too_large and request.method in ("GET", "HEAD") and LARGE_NUMBER.search(request.GET.urlencode()):
            raise BadRequest("a number is too large") from exception


class FormAddressMiddleware:
    """The address of a form that is opened as a page (gone back to, or kept as a bookmark) says so instead of nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if (
            answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            and request.method == "GET"
            and not answer.content
        ):
            answer.content = render_to_string("405.html", request=request).encode()
        return answer


class ChosenLanguageMiddleware:
    """Activate the language the visitor chose, else Chinese; Accept-Language is not asked.

    In the admin Wagtail activates the language of the editor's own profile afterwards.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_admin = request.path.startswith("/admin/")
        language = settings.LANGUAGE_CODE if in_admin else Preferences.of(request).language
        with translation.override(language):
            request.LANGUAGE_CODE = language  # Django's templates read it
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
