"""The OpenAPI document: complete, clean, without what is off, and readable in the browser."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from wagtail.models import get_page_models

from api.errors import PROBLEMS
from api.routing import RESOURCES
from cms_pages.models import BasePage
from portal.plugin.registry import registry
from portal.plugin.switches import switch

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
