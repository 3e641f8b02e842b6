"""Whatever people can read goes through gettext in Chinese and has its English beside it."""

import ast
import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from tests.architecture.test_house import CONTENT, MODULES, PACKAGES, ROOT, TEMPLATES, name

CATALOGUES = sorted((ROOT / "portal" / "locale").rglob("*.po"))
ENGLISH = ROOT / "portal" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
GETTEXT = re.compile(r"n?p?gettext(_lazy|_noop)?")
QUOTED = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TRANSLATED = re.compile(rf"(?<!\w)(?:_|n?p?gettext)\(({QUOTED}(?:, ?{QUOTED})*)")
SHOWN = [
    *TEMPLATES,
    *(path for folder in PACKAGES for path in (ROOT / folder).rglob("templates/**/*.txt")),
    *(path for path in (ROOT / "templates").rglob("*.txt")),
]

# What stays Chinese whoever reads it, and why.
CHINESE_MODULES = {
    "*/management/commands/*.py": "the console of the city's operators",
    "portal/audit/verifying.py": "what that console says of the trace",
    "bin/*.py": "the console of make run, which says both",
    "bin/identity_provider/*.py": "people and words of somebody else's platform, invented",
    "plugins/demo/*.py": "the invented city",
    "plugins/demo/seeding/*.py": "the invented city",
    "portal/styleguide/*.py": "examples in development",
    "portal/attachments/examples.py": "examples in development",
    "*/notices.py": "examples of values in the city's letters",
    "*/notices/*.py": "examples of values in the city's letters",
    "cms_pages/site_setup.py": "the first content of a new site, edited afterwards",
    "portal/roles/table.py": "names of groups, which are data",
    "cms_pages/library_access.py": "names of collections, which are data",
    "cms_pages/citations.py": "law is cited as it is printed",
    "cms_pages/law.py": "law is cited as it is printed",
    "api/law.py": "law is cited as it is printed",
    "api/policies.py": "labels of a document's head, as printed",
    "api/recruitment.py": "examples of citations",
    "plugins/mentors/workflows/*.py": "the clause that a move rests on",
    "cms_pages/policy_import/*.py": "how the law is written",
    "cms_pages/models/policy.py": "how document numbers are written",
    "plugins/mentors/importing/columns.py": "headings of a sheet, which are Chinese",
    "plugins/mentors/importing/checking.py": "headings of a sheet, which are Chinese",
    "plugins/mentors/importing/reading.py": "a mark inside the reader",
    "plugins/mentors/card/files.py": "names of files that are made once for everybody",
    "portal/files/documents.py": "written into files in place of their authors",
    "portal/privacy/register.py": "the register is the city's (docs/privacy.md)",
    "portal/workflow/diagram.py": "the diagrams of docs/workflows.md",
    "portal/workflow/testing.py": "what the contract types",
    "portal/templatetags/portal_tags.py": "forms of dates, one for each language",
    "portal/settings/*.py": "the portal's name and that of a language in itself",
    "portal/apps.py": "the portal's name",
    "portal/jobs/conf.py": "read before there are languages",
    "api/conf.py": "the portal's name",
    "cms_pages/models/site_settings.py": "the portal's name",
    "cms_pages/checks.py": "the name of a menu",
    "cms_pages/search_documents.py": "patterns of text",
    "cms_pages/personal_data/*.py": "patterns of text",
    "portal/names.py": "surnames",
    "portal/numerals.py": "numerals",
    "search/analysis/*.py": "knowledge of the language",
    "search/understanding/*.py": "knowledge of the language",
    "search/demand/privacy.py": "knowledge of the language",
}
CHINESE_TEMPLATES = {
    "templates/styleguide/*.html": "examples in development",
    "templates/print/certificate.html": "a deed of the city",
    "templates/reviews/print/minutes.html": "a deed of the city",
    "templates/navigation/preference_links.html": "the way back to Chinese",
    "templates/wagtailadmin/admin_base.html": "the portal's name",
    "*/notices/*.txt": "the city's letters, which staff edit",
}

# The portal's two voices (docs/glossary.md): 您 where it writes to a person, 你 on its pages.
LETTERS = ("*/notices/*.txt", "*/email/*.txt", "templates/print/certificate.html")
LETTERS_OF_MODULES = {
    "portal/accounts/unused.py"
}  # texts of mails; those of SMS begin with the portal's name
OTHERS_WORDS = {
    "cms_pages/policy_import/web_furniture.py": "what other sites say",
    "bin/identity_provider/*.py": "somebody else's platform",
}


@cache
def said_in_module(path: Path) -> list[tuple[str, bool]]:
    """Each text with Chinese in it, and whether it goes through gettext; docstrings are nobody's to translate."""
    tree = ast.parse(path.read_text())
    nodes = list(ast.walk(tree))
    known = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if GETTEXT.fullmatch(alias.name)
    }
    through = {
        id(text)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known
        for argument in node.args
        for text in ast.walk(argument)
    }
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [
        (text.value, id(text) in through)
        for text in texts
        if id(text) not in docstrings and CHINESE.search(str(text.value))
    ]


@cache
def said_in_template(path: Path) -> set[str]:
    """What the template's tags and filters hand to gettext, Chinese or not."""
    found = TRANSLATED.findall(templatize(path.read_text(), origin=str(path)))
    return {ast.literal_eval(text) for call in found for text in re.findall(QUOTED, call)}


def bare_in_template(path: Path) -> list[str]:
    """Lines with Chinese that no tag translates."""
    text = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", "", path.read_text(), flags=re.S)
    text = re.sub(r"\{%\s*(blocktrans(?:late)?)\b.*?end\1\s*%\}", "", text, flags=re.S)
    text = re.sub(rf"\{{%\s*trans(?:late)?\s+{QUOTED}.*?%\}}|_\({QUOTED}\)", "", text)
    return [line.strip() for line in text.splitlines() if CHINESE.search(line)]


@cache
def english() -> dict[str, polib.POEntry]:
    """By each text that is asked for: the plural is one of its own."""
    entries = polib.pofile(str(ENGLISH))
    return {text: entry for entry in entries for text in (entry.msgid, entry.msgid_plural) if text}


def allowed(path: Path, exceptions: dict[str, str]) -> bool:
    return any(path.relative_to(ROOT).match(pattern) for pattern in exceptions)


def untranslated(texts: set[str]) -> list[str]:
    return sorted(text for text in texts if CHINESE.search(text) and text not in english())


def test_words_of_modules_have_english() -> None:
    said = {name(path): {text for text, through in said_in_module(path) if through} for path in MODULES}
    assert {path: lacking for path, texts in said.items() if (lacking := untranslated(texts))} == {}


def test_words_of_templates_have_english() -> None:
    said = {name(path): said_in_template(path) for path in SHOWN}
    assert {path: lacking for path, texts in said.items() if (lacking := untranslated(texts))} == {}


def test_chinese_of_modules_goes_through_gettext() -> None:
    own = [path for path in MODULES if not allowed(path, CHINESE_MODULES)]
    bare = {name(path): [text for text, through in said_in_module(path) if not through] for path in own}
    assert {path: texts for path, texts in bare.items() if texts} == {}


def test_chinese_of_templates_goes_through_gettext() -> None:
    own = [path for path in SHOWN if not allowed(path, CHINESE_TEMPLATES)]
    assert {name(path): lines for path in own if (lines := bare_in_template(path))} == {}


def test_every_exception_is_one() -> None:
    bare = [path for path in MODULES if not all(through for _text, through in said_in_module(path))]
    bare += [path for path in SHOWN if bare_in_template(path)]
    needless = [
        pattern
        for pattern in (*CHINESE_MODULES, *CHINESE_TEMPLATES)
        if not any(allowed(path, {pattern: ""}) for path in bare)
    ]
    assert needless == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_catalogue_is_translated_to_its_end(path: Path) -> None:
    entries = polib.pofile(str(path))
    assert entries
    assert [entry.msgid for entry in entries if entry.obsolete or not entry.translated()] == []


def test_catalogue_holds_nothing_that_nobody_says() -> None:
    said = {text for path in SHOWN for text in said_in_template(path)}
    said |= {text for path in MODULES for text, through in said_in_module(path) if through}
    assert sorted(text for text in english() if CHINESE.search(text) and text not in said) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_compiled_catalogue_is_current(path: Path) -> None:
    def texts(entries: list[polib.POEntry]) -> dict[tuple[str | None, str], str | dict[int, str]]:
        return {
            (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
            for entry in entries
            if entry.msgid
        }

    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert texts(compiled) == texts(polib.pofile(str(path)).translated_entries())


def speech() -> list[tuple[str, str, bool]]:
    """Where, each text that the portal says to somebody, and whether it is part of a letter."""
    own = [path for path in MODULES if not allowed(path, OTHERS_WORDS)]
    texts = [
        (name(path), text, name(path) in LETTERS_OF_MODULES or text.startswith("【青创通】"))
        for path in own
        for text, _through in said_in_module(path)
    ]
    texts += [
        (name(path), path.read_text(), allowed(path, dict.fromkeys(LETTERS, "")))
        for path in (*SHOWN, *CONTENT)
    ]
    texts += [
        (name(path), text, False)
        for path in CATALOGUES
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]
    return texts


def test_pages_and_letters_each_have_one_voice() -> None:
    said = speech()
    assert [(where, text[:60]) for where, text, letter in said if not letter and "您" in text] == []
    assert [(where, text[:60]) for where, text, letter in said if letter and "你" in text] == []


def test_both_voices_are_heard() -> None:
    """The rule would hold in a portal that is read wrongly, too."""
    said = speech()
    assert len([where for where, text, letter in said if letter and "您" in text]) > 50
    assert len([where for where, text, letter in said if not letter and "你" in text]) > 100


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('_("你好")', ["你好"]),
        ('_now("你好")', ["你好"]),
        ('ngettext("一个", "多个", n)', ["一个", "多个"]),
        ('print("你好", _("世界"))', ["世界"]),
    ],
)
def test_calls_are_seen(tmp_path: Path, source: str, said: list[str]) -> None:
    head = "from django.utils.translation import gettext as _, gettext as _now, ngettext\n"
    (tmp_path / "said.py").write_text(head + source)
    assert [text for text, through in said_in_module(tmp_path / "said.py") if through] == said


@pytest.mark.parametrize(
    ("source", "said", "bare"),
    [
        ('{% translate "你好" %}', {"你好"}, []),
        ("{% blocktranslate with n=x %}共 {{ n }} 个{% endblocktranslate %}", {"共 %(n)s 个"}, []),
        ('{% include "x" with title=_("你好") %}', {"你好"}, []),
        ('{{ name|default:"系统" }}', set(), ['{{ name|default:"系统" }}']),
        ("<p>你好</p>", set(), ["<p>你好</p>"]),
    ],
)
def test_tags_are_seen(tmp_path: Path, source: str, said: set[str], bare: list[str]) -> None:
    (tmp_path / "said.html").write_text(source)
    assert said_in_template(tmp_path / "said.html") == said
    assert bare_in_template(tmp_path / "said.html") == bare
