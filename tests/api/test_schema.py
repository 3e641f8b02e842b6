"""The OpenAPI document: complete, clean, without what is off, and readable in the browser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import path as route
from wagtail.models import get_page_models

from api.document import DocumentView
from api.errors import PROBLEMS
from api.routing import RESOURCES
from api.schema import PortalSchemaGenerator
from api.site import SiteDetail
from cms_pages.models import BasePage
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from portal.preferences import COOKIES
from tests.conftest import copied

urlpatterns = [
    route("api/schema/", DocumentView.as_view(), name="schema"),
    route("api/v1/site/", SiteDetail.as_view(), name="site"),
]
"""An API of one operation."""

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.fixture
def document(get, site) -> dict:
    return json.loads(get("/api/schema/?format=json").content)


def test_document_is_made_without_a_warning(tmp_path) -> None:
    target = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    assert yaml.safe_load(target.read_text())["info"]["version"] == "1.0"


def test_document_holds_both_versions_and_nothing_of_the_admin(document) -> None:
    paths = set(document["paths"])
    assert {f"/api/v1/{name}/" for name in RESOURCES} <= paths
    assert {"/api/v2/pages/", "/api/v2/images/", "/api/v2/documents/", "/api/v2/page_preview/"} <= paths
    assert all(path.startswith(("/api/v1/", "/api/v2/")) for path in paths)


def test_every_operation_has_its_own_name_and_its_refusals(document) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        for status in ("400", "404", "406"):
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]


def test_filters_are_documented_where_they_are_read(document) -> None:
    for name, viewset in RESOURCES.items():
        parameters = {p["name"] for p in document["paths"][f"/api/v1/{name}/"]["get"]["parameters"]}
        assert parameters == set(viewset.parameters().fields)


def test_routes_of_a_plugin_that_is_off_are_not_in_the_document(get, site, document) -> None:
    routes = [f"/api/v1/{route}/" for plugin in registry for route in plugin.api]
    assert routes
    for plugin in registry:
        switch(plugin, site, on=False)
    left = get("/api/schema/?format=json").content.decode()
    assert not [route for route in routes if route in left]


def in_english(client: Client) -> Client:
    """Another client, of somebody who has chosen English."""
    other = copied(client)
    other.cookies[COOKIES["lang"]] = "en"
    return other


@pytest.fixture
def times_made(monkeypatch) -> list[None]:
    """One more whenever a document is made."""
    made: list[None] = []
    make = PortalSchemaGenerator.get_schema

    def note(generator: PortalSchemaGenerator, *args: Any, **kwargs: Any) -> Any:
        made.append(None)
        return make(generator, *args, **kwargs)

    monkeypatch.setattr(PortalSchemaGenerator, "get_schema", note)
    return made


def test_document_is_made_once_for_what_it_depends_on(client, site, times_made) -> None:
    """Language, format and plugins are told apart, and each of them is found again."""
    plugin = next(plugin for plugin in registry if plugin.api)

    def each() -> list[bytes]:
        documents = [client.get(f"/api/schema/{query}").content for query in ("", "?format=json")]
        documents.append(in_english(client).get("/api/schema/").content)
        switch(plugin, site, on=False)
        documents.append(client.get("/api/schema/").content)
        switch(plugin, site, on=True)
        return documents

    first = each()
    assert len(set(first)) == 4
    times_made.clear()
    assert each() == first
    assert times_made == []


def test_document_of_other_routes_is_another(client, site) -> None:
    before = client.get("/api/schema/").content
    with override_settings(ROOT_URLCONF=__name__):
        assert len(client.get("/api/schema/").content) < len(before) / 2
    assert client.get("/api/schema/").content == before


@pytest.mark.parametrize("query", ["", "?format=json"])
def test_who_has_the_document_is_told_so(client, site, query: str) -> None:
    whole = client.get(f"/api/schema/{query}")
    assert whole.headers["Cache-Control"] == "no-cache"
    again = client.get(f"/api/schema/{query}", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == whole.headers["ETag"]
    other = in_english(client).get(f"/api/schema/{query}", headers={"If-None-Match": whole.headers["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "told"),
    [
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi; charset=utf-8"),
        ("application/yaml", "application/yaml; charset=utf-8"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("application/json", "application/json"),
    ],
)
def test_document_says_which_format_it_has(client, site, accepted: str, told: str) -> None:
    for _time in range(2):
        answer = client.get("/api/schema/", headers={"Accept": accepted})
        assert (answer.headers["Content-Type"], answer.headers["Vary"]) == (told, "Accept")


def test_document_is_made_anew_for_a_version_or_language_of_ones_own(client, site, times_made) -> None:
    """Both are texts of the caller's, of which a process would have to keep any number."""
    for query in ("version=7", "lang=en"):
        times_made.clear()
        for _time in range(2):
            client.get(f"/api/schema/?{query}")
        assert len(times_made) == 2


def test_docs_page_loads_nothing_from_elsewhere(get, site) -> None:
    page = get("/api/schema/docs/").content.decode()
    assert re.findall(r'(?:src|href)="(?!/)', page) == []
    assert "<script>" not in page


def test_manual_names_every_field_of_every_type_of_page() -> None:
    rows = dict(re.findall(r"^\| `cms_pages\.(\w+)` \| (.*) \|$", DOCS.read_text(), re.M))
    shared = {field.name for field in BasePage.api_fields}
    for model in get_page_models():
        if issubclass(model, BasePage):
            named = set(re.findall(r"`(\w+)`", rows[model.__name__]))
            assert named == {field.name for field in model.api_fields} - shared, model


def test_manual_names_every_problem_and_resource(document) -> None:
    text = DOCS.read_text()
    for slug in PROBLEMS:
        assert f"`{slug}`" in text
    for path in document["paths"]:
        if path.startswith("/api/v1/"):
            assert re.sub(r"\{(\w+)\}", r"<\1>", path).removeprefix("/api/v1/") in text, path
