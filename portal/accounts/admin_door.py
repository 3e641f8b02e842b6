"""The only way into the admin is the portal's own sign-in, and the only way out its own sign-out.

Wagtail brings three more doors in: its login form (which would skip a second factor), its password pages, and a
redirect loop for signed-in people without rights. The first two are closed by redirects placed before Wagtail's
routes and by settings; the third becomes a plain 403 page.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.views import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]


def to_login(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Send the visitor to the portal's sign-in, keeping where they wanted to go."""
    target = request.GET.get("next", "/admin/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect_to_login(target if safe else "/admin/")


class AdminDoorMiddleware:
    """Signed in but without admin rights: say so (403) instead of bouncing between sign-in and admin."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        inside = request.path.startswith("/admin/") and not request.path.startswith(
            ("/admin/login/", "/admin/logout/")
        )
        if (
            inside
            and request.user.is_authenticated
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            raise PermissionDenied


closed_doors = [
    path("admin/logout/", logout),  # Wagtail's own would leave the other sessions open (B4)
    path("admin/login/", to_login),
    path("admin/password_reset/", to_login),
    path("admin/password_reset/done/", to_login),
    path("admin/password_reset/complete/", to_login),
    path("admin/password_reset/confirm/<uidb64>/<token>/", to_login),
    path("_util/login/", to_login),
]
