"""A page for editors: how a text is understood, and why each hit stands where it does."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from search.analysis import normalise
from search.analysis.segmenting import cut
from search.asking import clean
from search.desk.explaining import lines
from search.documents import Document
from search.engines.ranking import WISHES
from search.finding import find
from search.query import SearchQuery, SearchResult, Seeker
from search.registry import KIND, documents

SHOWN = 20
PERMISSION = "search.change_synonym"


def may_try(user: Any) -> bool:
    """Whether the person keeps the words of the search."""
    return bool(user.is_active and user.has_perm(PERMISSION))


@require_safe
def try_query(request: HttpRequest) -> HttpResponse:
    """/admin/search/try/?q=…&kind=…: nothing that is typed here is counted as a visitor's query.

    A value of `field`, `industry` and the like asks as a visitor who has chosen it.
    """
    if not may_try(request.user):
        raise PermissionDenied
    site, text = Site.find_for_request(request), clean(request.GET.get("q", ""))
    known = documents.enabled(site)
    kind = kind if (kind := request.GET.get("kind", "")) in known else ""
    shown = {kind: known[kind]} if kind else known
    wishes = list(_wishes(request.GET, shown))
    context = {
        "header_title": _("试一试检索"),
        "header_icon": "search",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": _("报告")},
            {"url": "", "label": _("试一试检索")},
        ],
        "text": text,
        "kind": kind,
        "kinds": known.values(),
        "wishes": wishes,
        "result": None,
    }
    if text and site:
        facets = (KIND, *documents.facets_of(shown)) if kind else (KIND,)
        chosen = {wish["name"]: (wish["chosen"],) for wish in wishes if wish["chosen"]}
        seeker = Seeker.wishing(chosen) if chosen else None
        query = SearchQuery(
            text=text, kinds=(kind,) if kind else (), size=SHOWN, facets=facets, seeker=seeker
        )
        context |= _explained(text, find(query, site))
    return TemplateResponse(request, "search/admin/try.html", context)


def _explained(text: str, result: SearchResult) -> dict[str, Any]:
    folded = normalise(text)
    return {
        "result": result,
        "folded": folded,
        "words": [word.text for word in cut(folded)],
        "plan": result.plan,
        "lines": lines(result, timezone.localdate()),
    }


def _wishes(given: QueryDict, shown: Mapping[str, Document]) -> Iterator[dict[str, Any]]:
    """What a visitor may have chosen about themselves, with the values to choose from."""
    for name, facet in documents.facets_of(shown).items():
        if name in WISHES:
            values = list(facet.values())
            chosen = next((value.id for value in values if value.id == given.get(name)), "")
            yield {"name": name, "label": facet.label, "values": values, "chosen": chosen}
