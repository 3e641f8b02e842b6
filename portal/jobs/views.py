"""The admin's page of jobs: what runs when, what has failed, and the button that tries it again. Settings → 后台任务."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_q.models import OrmQ, Schedule
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.audit.recording import record
from portal.audit.table import JOB_RETRIED
from portal.jobs.declared import declared_jobs
from portal.jobs.heartbeat import is_beating, last_beat
from portal.jobs.models import JobRun
from portal.jobs.parked import SOURCES

MAY_LOOK, MAY_RETRY = "jobs.view_jobrun", "jobs.change_jobrun"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every declared job with its last and next run; what waits; what was given up."""
    if not request.user.has_perm(MAY_LOOK):
        raise PermissionDenied
    title = _("后台任务")
    runs = {run.name: run for run in JobRun.objects.all()}
    coming = dict(Schedule.objects.values_list("name", "next_run"))
    jobs = declared_jobs()
    context = {
        "header_title": title,
        "page_title": title,
        "header_icon": "tasks",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": title},
        ],
        "jobs": [(job, runs.get(name), coming.get(name)) for name, job in jobs.items()],
        "beating": is_beating(),
        "last_beat": last_beat(),
        "waiting": OrmQ.objects.count(),
        "parked": [(source, list(source.rows())) for source in SOURCES.values()],
        "may_retry": request.user.has_perm(MAY_RETRY),
    }
    return render(request, "jobs/index.html", context)


@require_POST
def retry(request: HttpRequest, source: str, key: str) -> HttpResponse:
    """Put one failure back."""
    if not request.user.has_perm(MAY_RETRY):
        raise PermissionDenied
    if source not in SOURCES:
        raise Http404
    if SOURCES[source].retry(key):
        record(JOB_RETRIED, request=request, details=f"{source} {key}")
        messages.success(request, _("已放回队列，稍后再看结果。"))
    else:
        messages.error(request, _("这一项已经有人处理。"))
    return redirect("jobs:index")


urlpatterns: list[Any] = [
    path("", index, name="index"),
    path("retry/<slug:source>/<slug:key>/", retry, name="retry"),
]
