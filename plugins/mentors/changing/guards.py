"""The guard of pages that belong to a mentor in office."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from plugins.mentors.models import Mentor
from plugins.mentors.rules.profile_change import keeps_own_page

View = Callable[..., HttpResponse]


def for_mentors(view: View) -> View:
    """Hand the view the mentor whom the session belongs to; 403 for everybody who is none or has left."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        mentor = Mentor.objects.select_related("page").filter(user=request.user.pk).first()
        if mentor is None or not keeps_own_page(request.user, mentor):
            raise PermissionDenied
        return view(request, mentor, *args, **kwargs)

    return guarded
