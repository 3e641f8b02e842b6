"""Where people land after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Editors go to their desk, everybody else to the front page."""
    may_edit = request.user.has_perm("wagtailadmin.access_admin")
    return redirect("wagtailadmin_home" if may_edit else "/")
