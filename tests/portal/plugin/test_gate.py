"""Off means 404, on means untouched, and reverse() never breaks."""

import sys
from types import ModuleType
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver, include, path, re_path, reverse
from django.urls.resolvers import get_resolver
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework.permissions import IsAdminUser
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from portal.plugin.gate import api_patterns, gate, url_patterns
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from portal.plugin_contract.testing import all_routes
from tests.portal.plugin.conftest import plugin


def word(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse(f"hello {sorted(kwargs)}")


@csrf_exempt
def open_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("posted")


class Later(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("later")


class Numbers(ViewSet):
    def list(self, request: HttpRequest) -> Response:
        return Response([1, 2])

    def retrieve(self, request: HttpRequest, pk: str) -> Response:
        return Response({"pk": pk})


class Secret(ViewSet):
    permission_classes = (IsAdminUser,)

    def list(self, request: HttpRequest) -> Response:
        return Response({})


@pytest.fixture
def mounted(install, here, settings):
    """The plugin alpha with nested pages and an API, mounted in a URLconf of its own; switched on."""
    pages = ModuleType("stranger_alpha_urls")
    deep = ([path("<int:number>/", word, name="deep")], "deeper")
    pages.app_name = "alpha"
    pages.urlpatterns = [
        path("", word, name="index"),
        path(
            "in/",
            include([re_path(r"^(?P<name>[a-z]+)/$", word, name="named"), path("deep/", include(deep))]),
        ),
        path("post/", open_post, name="post"),
        path("later/", Later.as_view(), name="later"),
    ]
    sys.modules[pages.__name__] = pages
    install(plugin("alpha", urls=pages.__name__, api={"numbers": Numbers, "secret": Secret}))
    root = ModuleType("stranger_root")
    root.urlpatterns = [
        *url_patterns(),
        path("api/v1/", include(api_patterns())),
        *get_resolver().url_patterns,
    ]
    sys.modules[root.__name__] = root
    settings.ROOT_URLCONF = root.__name__
    switch(registry["alpha"], here, on=True)
    yield registry["alpha"]
    del sys.modules[pages.__name__], sys.modules[root.__name__]


ADDRESSES = [
    "/alpha/",
    "/alpha/in/ann/",
    "/alpha/in/deep/3/",
    "/alpha/later/",
    "/api/v1/numbers/",
    "/api/v1/numbers/5/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_answers_when_on(mounted, client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*ADDRESSES, "/api/v1/secret/"])
def test_address_is_gone_when_off(mounted, client, here, address: str) -> None:
    switch(mounted, here, on=False)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in (403, 404)


def test_switching_needs_no_restart(mounted, client, here) -> None:
    states = []
    for on in (False, True, False):
        switch(mounted, here, on=on)
        states.append(client.get("/alpha/").status_code)
    assert states == [404, 200, 404]


def test_other_site_has_its_own_switch(mounted, client, other_site, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get("/alpha/", headers={"host": other_site.hostname}).status_code == 404


def test_reverse_works_when_off(mounted, here) -> None:
    switch(mounted, here, on=False)
    assert reverse("alpha:index") == "/alpha/"
    assert reverse("alpha:deeper:deep", kwargs={"number": 3}) == "/alpha/in/deep/3/"
    assert reverse("numbers-detail", args=[5]) == "/api/v1/numbers/5/"


def test_api_that_is_off_answers_in_the_api_format_whatever_its_permissions(mounted, client, here) -> None:
    assert client.get("/api/v1/secret/").status_code == 403
    switch(mounted, here, on=False)
    answer = client.get("/api/v1/secret/")
    assert answer.status_code == 404
    assert "json" in answer.headers["Content-Type"]


def test_views_keep_their_decorations(mounted, client) -> None:
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/alpha/post/").status_code == 200


def test_gate_leaves_the_original_routes_alone() -> None:
    original = path("free/", word, name="free")
    closed = gate([original], "alpha")[0]
    assert original.callback is word
    assert closed.callback is not word
    assert (closed.name, str(closed.pattern)) == ("free", "free/")


def test_gate_keeps_nesting() -> None:
    nested = path("in/", include(([path("x/", word, name="x")], "inner")), {"extra": 1})
    closed = gate([nested], "alpha")[0]
    assert isinstance(closed, URLResolver)
    assert (closed.namespace, closed.app_name, closed.default_kwargs) == ("inner", "inner", {"extra": 1})


def test_routes_tell_their_owner_name_and_parameters(mounted) -> None:
    routes = {route.name: route for route in all_routes()}
    assert set(routes) >= {
        "alpha:index",
        "alpha:named",
        "alpha:deeper:deep",
        "numbers-list",
        "numbers-detail",
    }
    assert {name for name, route in routes.items() if route.plugin == "alpha"} >= {
        "alpha:index",
        "numbers-list",
    }
    assert routes["healthz"].plugin is None
    assert list(routes["alpha:deeper:deep"].parameters) == ["number"]
    assert list(routes["numbers-detail"].parameters) == ["pk"]


def test_plugin_whose_urls_cannot_be_imported_is_refused_and_the_rest_lives(install) -> None:
    install(plugin("broken", urls="surely.not.there"), plugin("sound"))
    assert url_patterns() == []
    assert [p.slug for p in registry] == ["sound"]
    assert registry.refusals["stranger_broken"] == "ModuleNotFoundError: No module named 'surely'"


def test_view_of_a_plugin_that_is_off_is_never_called(install, here, request_for) -> None:
    install(plugin("alpha"))
    closed = gate([path("", lambda request: pytest.fail("called"))], "alpha")[0]
    with pytest.raises(Http404):
        closed.callback(request_for(here))


def test_every_route_of_the_portal_can_be_walked() -> None:
    assert sum(1 for _ in all_routes()) > len(get_resolver().url_patterns)
