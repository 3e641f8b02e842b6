"""Public views of content that are not a page's own."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_safe
from wagtail.models import Site
from wagtail.views import authenticate_with_password

from cms_pages.models import PolicyPage
from cms_pages.pdf import policy_document
from cms_pages.routes import open_to_everyone


def _policy(request: HttpRequest, slug: str) -> PolicyPage:
    site = Site.find_for_request(request)
    path = f"{site.root_page.url_path}policies/{slug}/"
    return get_object_or_404(open_to_everyone(PolicyPage.objects.live()), url_path=path)


def _policy_tag(request: HttpRequest, slug: str) -> str:
    policy = _policy(request, slug)
    return f'"{policy.pk}-{policy.live_revision_id}-{policy.validity_state}"'


@require_safe
@condition(etag_func=_policy_tag)
def policy_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The policy as a document to keep, with its state on the day of the download (P7)."""
    policy = _policy(request, slug)
    response = HttpResponse(policy_document(policy, request), content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename={policy.slug}.pdf"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@never_cache
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Wagtail's form for the password of a page, at Wagtail's address; guesses are counted (W12)."""
    if request.method == "POST":
        too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="page_password")
        if too_many:
            return too_many
    answer: HttpResponse = authenticate_with_password(request, page_view_restriction_id, page_id)
    return answer
