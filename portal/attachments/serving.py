"""How a private file leaves: as a download unless a browser may show it, inert either way (U2, U5, U6)."""

import re
from collections.abc import Iterator

import structlog
from django.conf import settings
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.attachments.models import Attachment
from portal.attachments.signals import read
from portal.attachments.storage import private_storage

log = structlog.get_logger(__name__)

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Accept-Ranges": "bytes",
}


class Unavailable(Exception):
    """The file cannot be handed out now, to nobody; the message says why, in a sentence."""


def served(
    attachment: Attachment, request: HttpRequest, *, channel: str, inline: bool = False
) -> HttpResponseBase:
    """The file for somebody who may read it; the look leaves its trace first.

    `inline` shows pictures and harmless PDFs in the browser, and changes nothing for other files. Raises `Unavailable`.
    """
    if not attachment.is_readable:
        raise Unavailable(str(attachment.words))
    read.send(sender=Attachment, attachment=attachment, user=request.user, request=request, channel=channel)
    response = _response(attachment, request)
    shown = inline and attachment.viewable
    response.headers["Content-Disposition"] = content_disposition_header(not shown, attachment.name) or ""
    response.headers["Content-Type"] = attachment.type.content_type
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _response(attachment: Attachment, request: HttpRequest) -> HttpResponseBase:
    """The bytes, all or the part that was asked for; or the web server's order to send them (X-Accel-Redirect)."""
    if settings.ATTACHMENT_ACCEL_PREFIX:
        return HttpResponse(
            headers={"X-Accel-Redirect": settings.ATTACHMENT_ACCEL_PREFIX + attachment.stored_as}
        )
    part = _part(request.headers.get("Range", ""), attachment.size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{attachment.size}"})
    try:
        file = private_storage().open(attachment.stored_as)
    except FileNotFoundError:
        log.exception("attachment_without_file", attachment=str(attachment.pk))
        raise Unavailable(_("文件丢失，请联系我们。")) from None
    response = StreamingHttpResponse(Piece(file, *part))
    response.headers["Content-Length"] = str(part[1] - part[0])
    if part != (0, attachment.size):
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{attachment.size}"
    return response


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """From where up to where; all of it unless one range is asked for, None for one outside the file."""
    match = RANGE.fullmatch(wanted)
    if match is None or match[0] == "bytes=-":
        return 0, size
    first, last = match.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None


class Piece:
    """A part of a file in chunks; closed with the response, whether anybody read it or not."""

    def __init__(self, file: "File[bytes]", start: int, end: int) -> None:
        self.file, self.start, self.end = file, start, end

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.end - self.start
        while left and (chunk := self.file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()
