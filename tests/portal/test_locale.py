"""English by the visitor's choice, for every word of the public shell; Chinese for every word of the editors' desk."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django import forms
from django.apps import apps
from django.test import Client
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "portal" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OUR_CHINESE = ROOT / "portal" / "locale" / "zh_Hans" / "LC_MESSAGES"  # what Wagtail's own zh_Hans lacks
MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


def wagtail_catalogues(language: str, domain: str) -> Iterator[polib.POFile]:
    for app in apps.get_app_configs():
        path = Path(app.path) / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        if app.name.split(".")[0] == "wagtail" and path.exists():
            yield polib.pofile(str(path))


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_word_of_the_desk_has_chinese(domain: str) -> None:
    """Fails after an upgrade of Wagtail with the new words: translate them in portal/locale/zh_Hans."""
    chinese = [*wagtail_catalogues("zh_Hans", domain), polib.pofile(str(OUR_CHINESE / f"{domain}.po"))]
    known = {(entry.msgctxt, entry.msgid) for words in chinese for entry in words.translated_entries()}
    wanted = {
        (entry.msgctxt, entry.msgid)
        for words in wagtail_catalogues("en", domain)
        for entry in words
        if not entry.obsolete
    }
    assert wanted
    assert sorted(wanted - known, key=str) == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_placeholders_and_tags_survive_in_chinese(domain: str) -> None:
    def kept(entry: polib.POEntry) -> bool:
        said = [Counter(MARKS.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
        ours = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        return all(Counter(MARKS.findall(text)) in said for text in ours)

    assert [entry.msgid for entry in polib.pofile(str(OUR_CHINESE / f"{domain}.po")) if not kept(entry)] == []


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


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_desk_does_not_speak_of_the_software_below(domain: str) -> None:
    """Staff work with 青创通; what it is made of means nothing to them."""
    said = {
        (entry.msgctxt, entry.msgid): entry.msgstr or "".join(entry.msgstr_plural.values())
        for words in [*wagtail_catalogues("zh_Hans", domain), polib.pofile(str(OUR_CHINESE / f"{domain}.po"))]
        for entry in words
    }
    assert [text for text in said.values() if "Wagtail" in MARKS.sub("", text)] == []


def test_label_of_a_form_when_chinese_then_ends_in_a_full_width_colon() -> None:
    class Search(forms.Form):
        name = forms.CharField(label="姓名")

    with translation.override("zh-hans"):
        assert str(Search()["name"].label_tag()).endswith("姓名：</label>")
    with translation.override("en"):
        assert str(Search()["name"].label_tag()).endswith("姓名:</label>")
