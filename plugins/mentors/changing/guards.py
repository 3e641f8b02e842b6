"""The guard of pages that belong to a mentor in office."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from plugins.mentors.models import Mentor
from plugins.mentors.rules.profile_change import keeps_own_page

View = Callable[..., HttpResponse]


def for_mentors(view: View) -> View:
    """Hand the view the mentor whom the session belongs to; 404 for everybody who is none or has left."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        mentor = Mentor.objects.select_related("page").filter(user=request.user.pk).first()
        if mentor is None or not keeps_own_page(request.user, mentor):
            raise Http404
        return view(request, mentor, *args, **kwargs)

    return guarded
