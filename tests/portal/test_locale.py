"""English by the visitor's choice: every word of the public shell has a translation (mission: second language)."""

import re
from pathlib import Path

import polib
import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "portal" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PUBLIC = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "plugins").glob("*/templates/**/*.html")]
TRANSLATED = re.compile(r"""\{%\s*(?:translate|trans)\s+"([^"]*)"|_\("([^"]*)"\)""")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def catalogue() -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE))}


@pytest.mark.parametrize(
    "template",
    [path for path in PUBLIC if not {"print", "styleguide", "admin"} & set(path.parts)],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_words_of_public_templates_have_english(template: Path) -> None:
    known = catalogue()
    words = {
        one or other
        for one, other in TRANSLATED.findall(template.read_text())
        if CHINESE.search(one or other)
    }
    assert sorted(word for word in words if word not in known or not known[word].translated()) == []


def test_compiled_catalogue_is_current() -> None:
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    source = {e.msgid: e.msgstr for e in polib.pofile(str(CATALOGUE)).translated_entries()}
    assert {msgid: text for msgid, text in compiled.items() if msgid} == source


def test_placeholders_survive_translation() -> None:
    marks = re.compile(r"%\(\w+\)[sd]|%[sd]")
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE)).translated_entries()
        if entry.msgstr and set(marks.findall(entry.msgid)) != set(marks.findall(entry.msgstr))
    ]
    assert wrong == []


@pytest.mark.parametrize("address", ["/accounts/login/", "/nowhere/", "/mentors/", "/policies/"])
def test_shell_speaks_english_when_chosen(site, client: Client, address: str) -> None:
    client.cookies["qc_lang"] = "en"
    page = client.get(address).content.decode()
    assert 'lang="en"' in page
    assert "Sign in" in page
    header = page[page.index("<header") : page.index("</header>")]
    chinese = {text for text in re.findall(r">\s*([^<>]+?)\s*<", header) if CHINESE.search(text)}
    assert chinese <= {"青创通", "中文"}  # the name, and the way back
