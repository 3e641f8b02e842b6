"""Templates, styles and scripts of the public pages: what must hold for all of them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.test.signals import template_rendered
from lucide.templatetags.lucide import lucide

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
COMPONENTS = [name for name in TEMPLATES if name.startswith("components/")]
STATIC = ROOT / "portal" / "static" / "portal"
SHEETS = sorted((STATIC / "css").glob("*.css"))
# Sheets for paper carry their own values: no stylesheet of the site reaches them.
SCREEN = [
    path
    for path in SHEETS
    if path.name
    not in {"tokens.css", "paper.css", "certificate.css", "minutes.css", "print.css", "admin.css"}
]

ICON = re.compile(r'{% icon "([a-z0-9-]+)"')
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(")
# Fixed on purpose: ink on the yellow of the focus, white under a QR code, swatches of the style guide.
FIXED_COLOURS = {"#fff", "#06344c", "#16232e"}


def source(name: str) -> str:
    return (FOLDER / name).read_text()


# Templates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_when_loaded_then_compiles(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_when_read_then_says_what_it_is_for(name: str) -> None:
    assert "{% comment %}" in source(name)[:400]


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_when_read_then_names_its_context(name: str) -> None:
    comment = source(name).split("{% endcomment %}")[0]
    assert "Context:" in comment


def test_icons_when_templates_name_them_then_the_set_has_them() -> None:
    named = {icon for name in TEMPLATES for icon in ICON.findall(source(name))}
    assert named
    for icon in named:
        assert lucide(icon)


# Styles and scripts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheet_when_read_then_short_and_reaching_for_nothing_else(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    assert "@import" not in text
    assert "url(" not in text
    assert "gradient" not in text


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.name)
def test_sheet_when_it_needs_a_colour_then_it_asks_the_tokens(path: Path) -> None:
    assert {colour.lower() for colour in COLOUR.findall(path.read_text())} <= FIXED_COLOURS


def test_shadow_when_counted_then_only_the_doors_cast_one() -> None:
    shadows = [line for path in SCREEN for line in path.read_text().splitlines() if "var(--shadow)" in line]
    assert len(shadows) == 1


def test_scripts_when_compressed_then_within_40_kilobytes() -> None:
    scripts = [*(STATIC / "js").glob("*.js"), Path(finders.find("django_htmx/htmx-2.min.js"))]
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= 40_000


def test_script_when_read_then_evaluates_no_text() -> None:
    for path in (STATIC / "js").glob("*.js"):
        assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML", path.read_text())


# Forms (X18) -----------------------------------------------------------------------------------------------------


class QuestionForm(forms.Form):
    question = forms.CharField(label="说明情况", help_text="20 至 1,000 字。", min_length=20)
    stage = forms.CharField(label="所处阶段", required=False)
    way = forms.ChoiceField(label="方式", choices=[("phone", "电话")], widget=forms.RadioSelect)


def test_field_when_shown_then_label_above_and_hint_under_it() -> None:
    html = render_to_string("components/field.html", {"field": QuestionForm()["question"]})
    assert html.index("说明情况") < html.index("20 至 1,000 字。") < html.index("<input")
    assert 'for="id_question"' in html
    assert "*" not in html


def test_field_when_optional_then_marked_in_words() -> None:
    assert "（选填）" in render_to_string("components/field.html", {"field": QuestionForm()["stage"]})
    assert "（选填）" not in render_to_string("components/field.html", {"field": QuestionForm()["question"]})


def test_field_when_wrong_then_says_so_beside_it_and_is_described_by_it() -> None:
    html = render_to_string("components/field.html", {"field": QuestionForm({})["question"]})
    assert 'id="id_question_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_when_choices_are_few_then_grouped_under_a_legend() -> None:
    html = render_to_string("components/field.html", {"field": QuestionForm()["way"]})
    assert "<legend>" in html
    assert 'for="id_way_0"' in html


def test_error_summary_when_fields_are_wrong_then_each_line_leads_to_its_field() -> None:
    html = render_to_string("components/error_summary.html", {"form": QuestionForm({})})
    assert "有 2 处需要修改" in html
    assert 'href="#id_question"' in html
    assert "data-focus" in html


def test_error_summary_when_a_label_is_a_sentence_then_the_error_alone() -> None:
    class Pledge(forms.Form):
        agreed = forms.BooleanField(label="我已阅读并同意。", error_messages={"required": "请先确认。"})

    html = render_to_string("components/error_summary.html", {"form": Pledge({})})
    assert ">请先确认。</a>" in html


def test_error_summary_when_nothing_is_wrong_then_empty() -> None:
    assert render_to_string("components/error_summary.html", {"form": QuestionForm()}).strip() == ""


# Pages that stand alone (X15) ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_error_page_when_there_is_no_context_and_no_database_then_says_what_to_do(name: str) -> None:
    html = get_template(name).render()
    assert "<h1>" in html
    assert "Traceback" not in html


def test_error_500_when_shown_then_says_what_became_of_the_answers_and_whom_to_call() -> None:
    html = get_template("500.html").render()
    assert "没有保存" in html
    assert "热线" in html


# Style guide -----------------------------------------------------------------------------------------------------


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """Names of the templates that are drawn during a test."""
    names: set[str] = set()

    def note(template, **kwargs) -> None:
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.mark.django_db
def test_styleguide_when_opened_then_shows_every_component(client: Client, rendered: set[str]) -> None:
    response = client.get("/styleguide/")
    assert response.status_code == 200
    assert set(COMPONENTS) - rendered == set()


@pytest.mark.django_db
def test_styleguide_when_opened_then_no_id_stands_twice(client: Client) -> None:
    found = re.findall(r'\sid="([^"]+)"', client.get("/styleguide/").content.decode())
    assert sorted(name for name in set(found) if found.count(name) > 1) == []


@pytest.mark.parametrize("sheet", ["paper.css", "certificate.css", "minutes.css"])
def test_sheet_for_paper_when_it_names_a_font_then_under_both_of_its_names(sheet: str) -> None:
    """Debian's package calls it Noto Serif CJK SC, the bundled one Noto Serif SC; missing both, Latin fonts step in."""
    text = (STATIC / "css" / sheet).read_text()
    for style in ("Serif", "Sans"):
        assert text.count(f'"Noto {style} SC"') == text.count(f'"Noto {style} SC", "Noto {style} CJK SC"')
