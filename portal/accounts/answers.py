"""Headers of answers that belong to one person."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

Handler = Callable[[HttpRequest], HttpResponse]


class PrivateAnswersMiddleware:
    """Pages of an account are kept nowhere; signing out empties what the browser has kept of the site (B13).

    Too many requests of one kind get a page that says so.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/accounts/"):
            add_never_cache_headers(response)
        if getattr(request, "has_signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Allauth counts some steps where it answers nothing by itself (W12)."""
        return ratelimit.respond_429(request) if isinstance(exception, ratelimit.RateLimited) else None


def empty_browser(request: HttpRequest) -> None:
    """Have the answer tell the browser to forget what it keeps of the site."""
    request.has_signed_out = True  # type: ignore[attr-defined]  # read above


@receiver(user_logged_out)
def note_sign_out(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    empty_browser(request)
