"""What the trace needs of every request."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.audit.choices import Channel
from portal.audit.models import Entry
from portal.audit.origin import answering
from portal.audit.recording import record
from portal.audit.table import LIST_EXPORTED

Handler = Callable[[HttpRequest], HttpResponse]
FORMATS = {"csv", "xlsx"}
HOUR = timedelta(hours=1)


class TraceMiddleware:
    """Keeps the request at hand for whatever is recorded while it is answered; lists that leave as a file leave a trace,
    and each person may have so many in an hour as setting EXPORTS_AN_HOUR says (W12).

    The admin's lists, Wagtail's and the portal's own, all ask for a file by `?export=`.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            response = self.get_response(request)
            if _is_export(request, response):
                record(LIST_EXPORTED, channel=Channel.EXPORT, details=request.path)
            return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        wait = _wait(request) if _wants_a_file(request) else 0
        if not wait:
            return None
        answer = render(request, "429.html", {"minutes": -(-wait // 60)}, status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer


def _wants_a_file(request: HttpRequest) -> bool:
    return request.GET.get("export") in FORMATS or request.path.endswith("/export.xlsx")


def _is_export(request: HttpRequest, response: HttpResponse) -> bool:
    wanted = request.path.startswith("/admin/") and request.GET.get("export") in FORMATS
    return wanted and response.headers.get("Content-Disposition", "").startswith("attachment")


def _wait(request: HttpRequest) -> int:
    """In how many seconds the person may have a file again; 0 for now. Strangers get none anyway."""
    since = timezone.now() - HOUR
    had = Entry.objects.filter(person=request.user.pk, at__gt=since, action=LIST_EXPORTED.name)
    last = list(had.order_by("-at").values_list("at", flat=True)[: settings.EXPORTS_AN_HOUR])
    full = request.user.pk is not None and len(last) == settings.EXPORTS_AN_HOUR
    return int((last[-1] - since).total_seconds()) + 1 if full else 0
