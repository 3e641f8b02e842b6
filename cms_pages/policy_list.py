"""/policies/: the search of the whole site, narrowed to policies (P3)."""

from django.http import HttpRequest
from wagtail.models import Site

from cms_pages.search_documents import PolicyDocument
from search.asking import AskedOfSite
from search.results import Results


def policy_list(request: HttpRequest) -> Results:
    """What the address asks for, with counts beside every value of every filter. Raises QueryRefused."""
    asked = AskedOfSite.read(request.GET, {facet.name: None for facet in PolicyDocument.facets})
    return Results(asked, Site.find_for_request(request), request.path, kinds=(PolicyDocument.kind,))
