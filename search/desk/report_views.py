"""The two reports in the admin, on a page and as files."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.spreadsheets import CSV, XLSX, as_csv, as_xlsx
from search.demand.pool import VISITORS
from search.desk.pin_views import may_pin
from search.desk.reports import EMPTY, LEAST_ASKED, LOW, PERIODS, REPORTS, counted_places, table
from search.desk.trying import may_try

PERMISSION = "search.view_queryday"
PER_PAGE = 50
FILES = {"csv": (CSV, as_csv), "xlsx": (XLSX, as_xlsx)}


def may_read(user: Any) -> bool:
    """Whether the person reads the reports."""
    return bool(user.is_active and user.has_perm(PERMISSION))


@require_safe
def query_report(request: HttpRequest, name: str = EMPTY) -> HttpResponse:
    """/admin/search/reports/<name>/?days=…&place=…&export=csv|xlsx"""
    if not may_read(request.user):
        raise PermissionDenied
    if name not in REPORTS:
        raise Http404
    report, places = REPORTS[name], counted_places()
    days = next((days for days in PERIODS if str(days) == request.GET.get("days")), PERIODS[1])
    place = request.GET.get("place", "")
    place = place if place in dict(places) else ""
    lines = report.lines(days, place)
    if (export := request.GET.get("export", "")) in FILES:
        kind, written = FILES[export]
        named = f"{report.label}-{timezone.localdate():%Y%m%d}.{export}"
        disposition = content_disposition_header(True, named) or ""
        return HttpResponse(
            written(table(lines)), content_type=kind, headers={"Content-Disposition": disposition}
        )
    context = {
        "header_title": report.label,
        "header_icon": "search",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": _("报告")},
            {"url": "", "label": report.label},
        ],
        "report": report,
        "reports": REPORTS.values(),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "periods": PERIODS,
        "days": days,
        "places": places,
        "place": place,
        "visitors": VISITORS,
        "least": LEAST_ASKED,
        "low": LOW,
        "may_try": may_try(request.user),
        "may_pin": may_pin(request.user),
    }
    return TemplateResponse(request, "search/admin/report.html", context)
