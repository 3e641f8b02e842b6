"""The short addresses under /m/: to the mentor, and to the files of the card."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms_pages.pdf import PdfUnavailable
from plugins.mentors import codes
from plugins.mentors.card.content import content_of
from plugins.mentors.card.files import KINDS, card_file, file_name
from plugins.mentors.models import Mentor
from plugins.mentors.scans import count_scan, is_a_visit

CARD_SECONDS = 300


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """The address that the card carries: to the mentor's page, wherever that is now; counted (P15, P16).

    A code in another spelling leads to the code; one that nobody has is not found.
    """
    right = codes.canonical(code)
    if right is None:
        raise Http404
    if right != code:
        return redirect("mentors:scan", right, permanent=True)
    mentor = get_object_or_404(Mentor.objects.public().select_related("page"), code=code)
    if is_a_visit(request):
        count_scan(mentor.pk, timezone.localdate())
    response = redirect(mentor.page.get_url(request))
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A file of the card: its tag changes with what it shows, so that a browser asks for the bytes once."""
    right = codes.canonical(code)
    if right is None or name not in KINDS:
        raise Http404
    if right != code:
        return redirect("mentors:file", right, name, permanent=True)
    content = content_of(code, Site.find_for_request(request))
    if content is None:
        raise Http404
    kind = KINDS[name]
    headers = {
        "ETag": f'"{content.digest(name)}"',
        "Cache-Control": f"public, max-age={CARD_SECONDS}",
        "Content-Disposition": content_disposition_header(kind.attachment, file_name(content, name)),
    }
    unchanged = get_conditional_response(
        request, etag=headers["ETag"], response=HttpResponse(headers=headers)
    )
    if unchanged is not None and unchanged.status_code != 200:
        return unchanged
    try:
        return HttpResponse(card_file(content, name), content_type=kind.content_type, headers=headers)
    except PdfUnavailable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
