"""The auditor's page in the admin: Reports → 操作记录. Looking at the trace leaves a trace (B10)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.audit.forms import TraceFilter
from portal.audit.recording import record
from portal.audit.rules import may_read_trace
from portal.audit.showing import headings, lines
from portal.audit.table import TRACE_READ
from portal.spreadsheets import CSV, XLSX, as_csv, as_xlsx

PER_PAGE = 50
FILES = {"csv": (CSV, as_csv), "xlsx": (XLSX, as_xlsx)}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/admin/trace/?who=…&before=…&export=csv|xlsx: newest first; `before` is the number that the page begins under."""
    if not may_read_trace(request.user):
        raise PermissionDenied
    chosen = TraceFilter(request.GET, label_suffix="")
    entries = chosen.entries()
    if request.GET.get("export") in FILES:
        return _file(entries, request.GET["export"])
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    found = list(entries[: PER_PAGE + 1])
    record(TRACE_READ, details=chosen.words)
    context = {
        "header_title": _("操作记录"),
        "header_icon": "history",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": _("操作记录")},
        ],
        "filter": chosen,
        "lines": lines(found[:PER_PAGE]),
        "older": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
        "is_first": not before,
        "longest": settings.AUDIT_EXPORT_ROWS,
    }
    return render(request, "audit/index.html", context)


def _file(entries: Any, kind: str) -> HttpResponse:
    """The entries as a file; that it left is recorded by the middleware, as for every list."""
    content_type, written = FILES[kind]
    name = f"{_('操作记录')}-{timezone.localdate():%Y%m%d}.{kind}"
    rows = [line.cells() for line in lines(list(entries[: settings.AUDIT_EXPORT_ROWS]))]
    disposition = content_disposition_header(True, name) or ""
    return HttpResponse(
        written([headings(), *rows]), content_type=content_type, headers={"Content-Disposition": disposition}
    )


urlpatterns = [path("", index, name="index")]
