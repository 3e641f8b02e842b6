"""What the sections have in common whose pages are found, filtered and counted by the search of the site."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField

from cms_pages.found_lists import found_list
from cms_pages.models.base import BasePage
from search.asking import clean
from search.demand import noting
from search.query import QueryRefused


class ListPage(BasePage):
    """A section that lists its pages; `listed` is the kind of their search document."""

    listed: ClassVar[str]

    introduction = models.TextField(_("导语"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["cms_pages.HomePage"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs) | {"text": clean(request.GET.get("q", ""))}
        try:
            results = found_list(request, self.listed)
        except QueryRefused as refusal:
            return context | {"refusal": str(refusal)}
        if results.counts_as_search:
            noting.searched(request, self.listed, results.text, results.total)
        return context | {"results": results}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What cannot be asked is said in a sentence, with 400."""
        response = super().serve(request, *args, **kwargs)
        if "refusal" in (getattr(response, "context_data", None) or {}):
            response.status_code = 400
        return response
