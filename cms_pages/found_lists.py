"""Lists of one kind of page: the search of the whole site, narrowed to it (P3, P9, A10)."""

from django.http import HttpRequest, QueryDict
from wagtail.models import Site

from search.asking import AskedOfSite
from search.registry import documents
from search.results import Results

EARLIER_NAMES = {"notice": "kind"}
"""What a filter was called before its list stood on the search: old addresses lead where they led."""


def found_list(request: HttpRequest, kind: str) -> Results:
    """What the address asks for, with counts beside every value of every filter. Raises QueryRefused."""
    facets = [facet.name for facet in documents[kind].facets]
    asked = AskedOfSite.read(_renamed(request.GET, facets), dict.fromkeys(facets))
    return Results(asked, Site.find_for_request(request), request.path, kinds=(kind,))


def _renamed(parameters: QueryDict, facets: list[str]) -> QueryDict:
    renamed = parameters.copy()
    for name, earlier in EARLIER_NAMES.items():
        if name in facets:
            renamed.setlist(name, [*renamed.getlist(name), *renamed.pop(earlier, [])])
    return renamed
