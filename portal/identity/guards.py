"""The guard of pages that want a verified person."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.identity.choices import Assurance
from portal.identity.rules import is_verified

View = Callable[..., HttpResponse]


def verified_required(level: Assurance = Assurance.PROVIDER) -> Callable[[View], View]:
    """Let only people through of whom the portal is at least so sure.

    Others are told on a page of its own what is missing and how to come by it; from there they get back to the page
    that they wanted. Visitors sign in first.
    """
    allowed = is_verified(level)

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if allowed(request.user):
                return view(request, *args, **kwargs)
            query = urlencode({"level": int(level), "next": request.get_full_path()})
            return redirect(f"{reverse('identity_needed')}?{query}")

        return guarded

    return decorate
