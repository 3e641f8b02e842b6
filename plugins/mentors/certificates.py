"""The certificate of appointment: a PDF whose code leads to a page that says what it is worth (A4)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms_pages.chrome import settings_of
from cms_pages.pdf import PdfUnavailable, render_pdf
from plugins.mentors.choices import CertificateStanding
from plugins.mentors.days import today
from plugins.mentors.models import TermOfOffice
from portal import masking, qr

PDF = "application/pdf"


def address_of(term: TermOfOffice, site: Any) -> str:
    """Where whoever holds the paper finds out what it is worth."""
    return f"{site.root_url}{reverse('mentors:certificate', args=[term.certificate_code])}"


def certificate_pdf(term: TermOfOffice) -> bytes:
    """The certificate as it was given; raises `PdfUnavailable` where Pango is missing."""
    site = term.mentor.page.get_site()
    address = address_of(term, site)
    picture = qr.symbol(address).svg(_("扫码查验聘书"))
    context = {
        "term": term,
        "address": address,
        "code": mark_safe(picture),  # noqa: S308 - drawn by the portal
        "issuer": settings_of(site).host_name,
    }
    return render_pdf("print/certificate.html", context)


def certificate_response(term: TermOfOffice) -> HttpResponse:
    """The PDF to keep; 503 in words where it cannot be made."""
    try:
        return certificate_file(term)
    except PdfUnavailable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")


def certificate_file(term: TermOfOffice) -> HttpResponse:
    """The same; raises `PdfUnavailable`."""
    content = certificate_pdf(term)
    name = content_disposition_header(True, f"{term.certificate_number}.pdf")
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=PDF, headers=headers)


def worth_of(code: str) -> dict[str, Any]:
    """What whoever holds the paper may know; the name is masked, nothing else is told. Raises Http404."""
    term = get_object_or_404(TermOfOffice, certificate_code=code.upper())
    standing = term.standing(today())
    return {
        "term": term,
        "holder": masking.name(term.holder),
        "standing": standing,
        "last_day": term.last_day,
        "is_valid": standing is CertificateStanding.VALID,
    }


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """/m/certificates/<code>: whether the certificate is genuine and in force."""
    context = worth_of(code) | {"here": _("查验聘书")}
    response = render(request, "mentors/certificate.html", context)
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
