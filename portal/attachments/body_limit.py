"""Bodies that are too large are refused before they are read, and files while they are (U7).

A form of ours carries at most one file of settings.ATTACHMENT_MAX_BYTES, so nothing larger is worth reading, whatever
address it is sent to. Answers are 413 (too large) and 411 (a length is missing).
"""

from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

TOO_LARGE = 413
LENGTH_REQUIRED = 411


class BodyLimitMiddleware:
    """Look at the declared length before anything reads the body; what lies about it meets the upload handler."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if refusal := _refusal(request):
            return _refused(request, refusal)
        response = self.get_response(request)
        return _refused(request, TOO_LARGE) if hasattr(request, "upload_stopped") else response


class CountingUploadHandler(FileUploadHandler):
    """Counts the bytes of each file and stops the upload at the limit; the rest of the body stays unread."""

    counted = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.counted = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.counted += len(raw_data)
        if self.counted > settings.ATTACHMENT_MAX_BYTES:
            self.request.upload_stopped = True  # type: ignore[union-attr]  # the middleware asks for it
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""


def _refusal(request: HttpRequest) -> int:
    """The status of the refusal; 0 for a body that may be read."""
    declared = request.META.get("CONTENT_LENGTH") or ""
    if not declared and request.headers.get("Transfer-Encoding"):
        return LENGTH_REQUIRED
    return TOO_LARGE if declared.isdecimal() and int(declared) > settings.REQUEST_MAX_BYTES else 0


def _refused(request: HttpRequest, status: int) -> HttpResponse:
    """A page for people; where settings name another view for the beginning of the address, its answer."""
    for prefix, view in settings.BODY_REFUSED.items():
        if request.path.startswith(prefix):
            answer: HttpResponse = import_string(view)(request, status)
            return answer
    return render(request, "413.html", {"status": status}, status=status)
