"""The search of the whole site, and what it offers while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from search.asking import AskedOfSite, clean
from search.demand import noting
from search.offers import offered
from search.query import QueryRefused
from search.registry import documents
from search.results import Results, known_filters, labels_of
from search.throttle import too_often

SUGGESTIONS_SECONDS = 30


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """/search/: everything that was asked for is in the address; what cannot be asked is said in a sentence, with 400."""
    site = Site.find_for_request(request)
    known = documents.enabled(site)
    context = {"kinds": labels_of(known), "text": clean(request.GET.get("q", "")), "in_search": True}
    try:
        asked = AskedOfSite.read(request.GET, known_filters(known))
        found = context["results"] = Results(asked, site, request.path)
        if found.counts_as_search:
            noting.searched(request, noting.SITE, asked.text, found.total)
        status = 200
    except QueryRefused as refusal:
        context |= {"refusal": str(refusal), "refused": refusal.parameter}
        status = 400
    response = render(request, "search/results.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """/search/count/: a page tells that a hit was opened, or what came of suggestions; nothing is answered.

    It changes a number and knows nobody, so it asks for no token, and a page of another site is not believed.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=403)
    wait = too_often(request)
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    place, text, what = (request.POST.get(name, "") for name in ("place", "q", "what"))
    if place == noting.SUGGESTIONS:
        noting.suggested(request, clean(text), empty=what == "empty", opened=what == "opened")
    elif place == noting.SITE or place in documents.enabled(Site.find_for_request(request)):
        noting.opened(request, place, clean(text))
    return HttpResponse(status=204)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """/search/suggest/?q=: the options of a listbox in groups; nothing where nothing fits."""
    wait = too_often(request)
    if wait:
        return HttpResponse(_("请求过于频繁，请稍后再试。"), status=429, headers={"Retry-After": str(wait)})
    text = clean(request.GET.get("q", ""))
    groups = offered(text, Site.find_for_request(request)) if text else ()
    headers = {"Cache-Control": f"private, max-age={SUGGESTIONS_SECONDS}", "X-Robots-Tag": "noindex"}
    context = {"groups": groups, "text": text}
    response = render(request, "search/suggestions.html", context)
    for name, value in headers.items():
        response.headers[name] = value
    return response
