"""Policies as documents for keeping and printing."""

from django.http import HttpRequest

from cms_pages.models import PolicyPage
from portal.pdf import PdfUnavailable, render_pdf

__all__ = ["PdfUnavailable", "policy_document", "render_pdf"]


def policy_document(policy: PolicyPage, request: HttpRequest) -> bytes:
    """A PDF of the policy; raises `PdfUnavailable` where Pango is missing."""
    context = {"page": policy, "validity": policy.validity(), "url": policy.full_url}
    return render_pdf("print/policy.html", context, request)
