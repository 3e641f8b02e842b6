"""What the trace needs of every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.audit.choices import Channel
from portal.audit.origin import answering
from portal.audit.recording import record
from portal.audit.table import LIST_EXPORTED

Handler = Callable[[HttpRequest], HttpResponse]
FORMATS = {"csv", "xlsx"}


class TraceMiddleware:
    """Keeps the request at hand for whatever is recorded while it is answered; lists that leave as a file leave a trace.

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


def _is_export(request: HttpRequest, response: HttpResponse) -> bool:
    wanted = request.path.startswith("/admin/") and request.GET.get("export") in FORMATS
    return wanted and response.headers.get("Content-Disposition", "").startswith("attachment")
