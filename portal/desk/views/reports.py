"""/desk/first-asked/: who got how many cases first, for those who supervise (N13)."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from portal import clock
from portal.desk.forms import ReportFilter
from portal.desk.queries import first_asked_report
from portal.desk.rules import reads_reports
from portal.roles.views import allowed


@require_safe
@login_required
@never_cache
@allowed(reads_reports)
def first_asked(request: HttpRequest) -> HttpResponse:
    """How many cases each person had first, and how many of those are open or overdue, by the days of the last move."""
    chosen = ReportFilter(request.GET)
    since = clock.read() - timedelta(days=chosen.days)
    rows = first_asked_report(Site.find_for_request(request), since)
    context = {"filter": chosen, "rows": rows, "since": since, "here": _("首问责任")}
    return render(request, "desk/first_asked.html", context)
