"""The plugin contract: kept by every plugin, small, and documented down to the last attribute."""

import ast
import dataclasses
import io
import re
import tokenize
from pathlib import Path
from typing import ClassVar

import pytest
from django.template.loaders.app_directories import get_app_template_dirs

from portal.casework.base import CaseFile, Task
from portal.plugin import base
from portal.plugin.base import (
    Action,
    AttachmentOwner,
    AttachmentSlot,
    Consent,
    MenuItem,
    PageSlot,
    Panel,
    Plugin,
)
from portal.plugin.registry import registry
from portal.plugin_contract.testing import SUPPORTED, PluginContract
from portal.privacy.base import PersonalData
from portal.roles.table import ROLES
from search.documents import Content, Document, FacetField, Numbers, Window

ROOT = Path(__file__).resolve().parents[2]
KERNEL = ROOT / "portal" / "plugin"
SAMPLE = ROOT / "tests" / "sample_plugin"
DOCS = (ROOT / "docs" / "plugins.md").read_text()
OURS = re.compile(r'{% slot "([a-z_]+)"')


class TestEveryPlugin(PluginContract):
    """The bundled plugins, and whatever else is installed here."""

    url_values: ClassVar[dict[str, str]] = {"name": "basics", "kind": "visit"}

    @pytest.fixture(params=[plugin.slug for plugin in registry])
    def plugin(self, request: pytest.FixtureRequest) -> Plugin:
        return registry[request.param]


def test_every_folder_of_plugins_is_a_usable_plugin() -> None:
    folders = {f"plugins.{path.parent.name}" for path in (ROOT / "plugins").glob("*/__init__.py")}
    assert {plugin.app for plugin in registry if plugin.bundled} == folders
    assert registry.refusals == {}


def test_the_places_that_plugins_may_fill_are_those_that_the_templates_have() -> None:
    folders = [ROOT / "templates", *(Path(folder) for folder in get_app_template_dirs("templates"))]
    templates = [path for folder in folders if folder.is_relative_to(ROOT) for path in folder.rglob("*.html")]
    found = {
        name for path in templates if ".venv" not in path.parts for name in OURS.findall(path.read_text())
    }
    assert found == base.SLOTS


PARTS = {
    part: part.__name__
    for part in (
        Plugin,
        MenuItem,
        Panel,
        PageSlot,
        AttachmentOwner,
        AttachmentSlot,
        Consent,
        Action,
        CaseFile,
        Task,
    )
}


def attributes(part: type) -> list[str]:
    if dataclasses.is_dataclass(part):
        return [field.name for field in dataclasses.fields(part)]
    own = [name for name in vars(part) if not name.startswith("_")]
    return sorted({*part.__annotations__, *own})


@pytest.mark.parametrize(
    ("part", "name"),
    [(part, name) for part in PARTS for name in attributes(part)],
    ids=lambda value: str(value),
)
def test_every_attribute_is_documented(part: type, name: str) -> None:
    section = DOCS.split(f"### `{PARTS[part]}`", 1)[1].split("\n### ", 1)[0]
    assert f"| `{name}" in section


@pytest.mark.parametrize("place", sorted(base.SLOTS | base.PANELS | base.MENUS))
def test_every_place_is_documented(place: str) -> None:
    assert f"| `{place}`" in DOCS


def importable_in_docs() -> set[str]:
    """Every module that the table of what a plugin may import names."""
    table = DOCS.split("## What it may import", 1)[1].split("\n## ", 1)[0]
    found = set()
    for package, words in re.findall(r"^\| `([\w.]+)` \| (.+) \|$", table, re.M):
        modules = re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", words))
        found |= {f"{package}.{module}" for module in modules} or {package}
    return found


def test_what_a_plugin_may_import_is_what_the_documentation_says() -> None:
    documented = importable_in_docs()
    assert {name for name in documented if not name.startswith(SUPPORTED)} == set()
    assert {name for name in SUPPORTED if not any(one.startswith(name) for one in documented)} == set()


def test_every_role_is_documented_for_grants() -> None:
    assert set(ROLES) == set(
        re.findall(r"`(\w+)` [\u4e00-\u9fff]+", DOCS.split("| `grants` |", 1)[1].split("\n", 1)[0])
    )


@pytest.mark.parametrize(
    "part", [Document, FacetField, Content, Numbers, PersonalData, Window], ids=lambda part: part.__name__
)
def test_every_attribute_of_what_is_declared_elsewhere_is_documented(part: type) -> None:
    missing = [name for name in attributes(part) if not re.search(rf"`{name}[`(]", DOCS)]
    assert missing == []


def shown_in_docs() -> dict[str, str]:
    """The files that the documentation shows: path → text."""
    return dict(re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)```$", DOCS, re.M | re.S))


def test_example_in_the_docs_is_the_sample_plugin_file_by_file() -> None:
    files = [path for path in SAMPLE.rglob("*") if path.suffix in {".py", ".html", ".toml"}]
    wanted = {
        str(path.relative_to(SAMPLE)): path.read_text()
        for path in files
        if path.name != "__init__.py" and "migrations" not in path.parts and path.parent != SAMPLE / "tests"
    }
    del wanted["conftest.py"]
    wanted["tests/test_contract.py"] = (SAMPLE / "tests" / "test_contract.py").read_text()
    assert shown_in_docs() == wanted


def code_lines(path: Path) -> int:
    """Lines that hold code: no blank ones, no comments, no docstrings."""
    source = path.read_text()
    silent = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {
        line
        for token in tokens
        if token.type not in silent
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            lines -= set(range(node.lineno, node.end_lineno + 1))
    return len(lines)


def test_kernel_stays_small() -> None:
    """At most 500 lines of code: what runs. What holds plugins to the contract stands in portal/plugin_contract."""
    modules = [path for path in KERNEL.rglob("*.py") if "migrations" not in path.parts]
    assert sum(map(code_lines, modules)) <= 500
