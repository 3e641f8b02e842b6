"""A page for editors: how a text is understood, and why each hit stands where it does."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from search.analysis import normalise
from search.analysis.segmenting import cut
from search.finding import find
from search.query import SearchQuery, SearchResult

SHOWN = 20
PERMISSION = "search.change_synonym"


def may_try(user: Any) -> bool:
    """Whether the person keeps the words of the search."""
    return bool(user.is_active and user.has_perm(PERMISSION))


@require_safe
def try_query(request: HttpRequest) -> HttpResponse:
    """/admin/search/try/?q=…: nothing that is typed here is counted as a visitor's query."""
    if not may_try(request.user):
        raise PermissionDenied
    text = request.GET.get("q", "").strip()
    site = Site.find_for_request(request)
    context = {"text": text, "result": None}
    if text and site:
        context |= _explained(text, find(SearchQuery(text=text, size=SHOWN, facets=("kind",)), site))
    return TemplateResponse(request, "search/admin/try.html", context)


def _explained(text: str, result: SearchResult) -> dict[str, Any]:
    folded = normalise(text)
    return {
        "result": result,
        "folded": folded,
        "words": [word.text for word in cut(folded)],
        "plan": result.plan,
        "kinds": next((facet.values for facet in result.facets if facet.name == "kind"), ()),
    }
