"""Turns a refusal of the gate into an answer, whichever admin view it came out of."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms_pages.personal_data.gate import PublicationRefused


class PublicationRefusedMiddleware:
    """Leads people from a refused publication to the page that says what was found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals; leave every other exception to Django."""
        if not isinstance(exception, PublicationRefused):
            return None
        page_id = exception.page.pk
        address = (
            reverse("publication_overrides:page", args=[page_id]) if page_id else reverse("wagtailadmin_home")
        )
        title = exception.page.get_admin_display_title()
        messages.error(request, _("《%(title)s》没有发布。%(why)s") % {"title": title, "why": exception})
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # The dialogue of a workflow step follows this address.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
