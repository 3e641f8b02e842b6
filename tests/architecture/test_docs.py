"""Documents speak of what exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PATHS = re.compile(r"`((?:portal|cms_pages|plugins|api|templates|tests|benchmarks|docs|bin)/[\w./<>-]+)`")
LINKS = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
NAMES = re.compile(r"`((?:portal|cms_pages|api|plugins)(?:\.\w+){2,})`")
COMMANDS = re.compile(r"manage\.py (\w+)")
# A file that the guide for plugin authors has them write.
EXAMPLES = {"tests/test_contract.py"}
TARGETS = re.compile(r"`make ([\w-]+)`")


@pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
class TestDocument:
    def test_paths_exist(self, document: Path) -> None:
        named = set(PATHS.findall(document.read_text())) - EXAMPLES
        assert [path for path in named if "<" not in path and not (ROOT / path).exists()] == []

    def test_links_lead_somewhere(self, document: Path) -> None:
        links = LINKS.findall(document.read_text())
        assert [link for link in links if not (document.parent / link).exists()] == []

    def test_code_names_can_be_imported(self, document: Path) -> None:
        assert [name for name in NAMES.findall(document.read_text()) if not importable(name)] == []

    def test_commands_exist(self, document: Path) -> None:
        known = get_commands()
        assert [name for name in COMMANDS.findall(document.read_text()) if name not in known] == []

    def test_make_targets_exist(self, document: Path) -> None:
        rules = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M)
        assert set(TARGETS.findall(document.read_text())) <= set(rules)


def importable(name: str) -> bool:
    if (ROOT / Path(*name.split("."))).with_suffix(".py").exists() or (
        ROOT / Path(*name.split("."))
    ).is_dir():
        return True
    parts = name.split(".")
    for cut in (1, 2):
        try:
            found = import_string(".".join(parts[:-cut] or parts)) if cut == 2 else import_string(name)
        except ImportError:
            continue
        return all(hasattr(found, part) for part in parts[-1:]) if cut == 2 else True
    return False


def test_makefile_documents_at_most_twelve_targets() -> None:
    documented = re.findall(r"^[\w-]+:.*?## ", (ROOT / "Makefile").read_text(), re.M)
    assert 5 <= len(documented) <= 12
