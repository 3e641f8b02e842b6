"""Guards of the desk's views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from wagtail.models import Site

from portal.desk.opening import Opened, opened
from portal.desk.rules import works_at_desk

View = Callable[..., HttpResponseBase]


def at_desk(view: View) -> View:
    """403 for whoever has nothing to do at the desk."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not works_at_desk(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def with_case(view: View) -> View:
    """Hand the view the case of its address; 404 for whoever may not open it."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, kind: str, key: int, **kwargs: Any) -> HttpResponseBase:
        found: Opened = opened(request.user, Site.find_for_request(request), kind, key)
        return view(request, found, **kwargs)

    return guarded
