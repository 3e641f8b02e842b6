"""Habits of the house that a reader relies on."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "search", "cms_pages", "api", "plugins")
MODULES = [
    path
    for package in (*PACKAGES, "bin")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts and "__pycache__" not in path.parts
]
TEMPLATES = [path for folder in ("templates", *PACKAGES) for path in (ROOT / folder).rglob("*.html")]
CONTENT = [*(ROOT / "plugins" / "demo" / "content").rglob("*.t*")]
DRAWERS = {"utils", "helpers", "common", "misc"}
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()][\u4e00-\u9fff]|[\u4e00-\u9fff][,;!?]\s")
FOREIGN = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|javascript:")
DATA_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src|type=\"application/(?:ld\+)?json\"))[^>]*>")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_nothing_is_a_drawer() -> None:
    assert [name(path) for path in MODULES if DRAWERS & {*path.parts, path.stem}] == []


@pytest.mark.parametrize("path", [*TEMPLATES, *CONTENT], ids=name)
def test_chinese_sentences_use_full_width_punctuation(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|^#.*?$", "", path.read_text(), flags=re.S | re.M)
    assert HALF_WIDTH.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_reaches_for_no_other_host(path: Path) -> None:
    assert FOREIGN.findall(path.read_text()) == []


# Sheets for the PDF maker are never sent to a browser; the admin has a policy of its own.
PUBLIC = [path for path in TEMPLATES if "/admin/" not in name(path) and "/print/" not in name(path)]


@pytest.mark.parametrize("path", PUBLIC, ids=name)
def test_public_template_has_no_inline_script_or_style(path: Path) -> None:
    text = re.sub(r"\{% comment.*?endcomment %\}", "", path.read_text(), flags=re.S)
    assert INLINE.findall(text) == []
    assert DATA_SCRIPT.findall(text) == []
