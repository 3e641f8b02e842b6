"""The root of the API and the routes that plugins add."""

import pytest

from api.routing import RESOURCES
from portal.plugin.registry import registry
from portal.plugin.switches import switch

FOR_EVERYBODY = {"policies", "notices", "recruitment", "cases", "mentors", "search", "site", "terms"}


def test_root_leads_to_every_resource(get, site) -> None:
    links = get("/api/v1/").json()
    assert {*RESOURCES, "search", "terms", "me"} <= set(links)
    assert set(links) >= FOR_EVERYBODY
    for name, address in links.items():
        assert get(address).status_code == (200 if name in FOR_EVERYBODY else 401), address


@pytest.fixture
def routes() -> list[tuple[str, str]]:
    return [(plugin.slug, route) for plugin in registry for route in plugin.api]


def test_routes_of_a_plugin_leave_with_it(get, site, routes) -> None:
    assert ("mentors", "mentors") in routes
    for slug, route in routes:
        switch(registry[slug], site, on=True)
        assert route in get("/api/v1/").json()
        switch(registry[slug], site, on=False)
        assert route not in get("/api/v1/").json()
        answer = get(f"{route}/")
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
        switch(registry[slug], site, on=True)  # others may stand on it
