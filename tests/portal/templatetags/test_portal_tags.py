"""Icons, dates, names and structured data as templates ask for them."""

import json
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from portal.templatetags import portal_tags as tags


def render(source: str, **context: object) -> str:
    return Template("{% load portal_tags %}" + source).render(Context(context))


# Icons


def test_icon_when_known_then_drawn_and_hidden_from_screen_readers() -> None:
    drawing = tags.icon("calendar")
    assert drawing.startswith("<svg")
    assert 'class="icon"' in drawing
    assert 'aria-hidden="true"' in drawing


def test_icon_when_an_editor_names_none_of_the_set_then_nothing_is_drawn() -> None:
    assert tags.icon("no-such-icon") == ""


# Dates (X14)


def test_day_when_shown_in_text_then_written_in_words_with_the_exact_value() -> None:
    assert tags.day(date(2026, 11, 22)) == '<time datetime="2026-11-22">2026年11月22日</time>'


def test_short_day_when_shown_in_a_table_then_iso() -> None:
    assert ">2026-09-08<" in tags.short_day(date(2026, 9, 8))


def test_month_when_shown_then_without_the_day() -> None:
    assert ">2027年3月<" in tags.month(date(2027, 3, 1))


def test_moment_when_stored_in_utc_then_shown_in_shanghai_with_24_hours() -> None:
    shown = tags.moment(datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    assert shown == '<time datetime="2026-12-04T17:00:00+08:00">2026年12月4日 17:00</time>'


def test_day_when_stored_late_in_utc_then_the_day_is_shanghais() -> None:
    assert ">2026年12月5日<" in tags.day(datetime(2026, 12, 4, 16, 30, tzinfo=UTC))


def test_day_when_the_visitor_chose_english_then_written_in_english() -> None:
    with translation.override("en"):
        assert ">22 November 2026<" in tags.day(date(2026, 11, 22))


@pytest.mark.parametrize("tag", [tags.day, tags.short_day, tags.month, tags.moment])
def test_date_tag_when_there_is_no_date_then_empty(tag) -> None:
    assert tag(None) == ""


@pytest.mark.parametrize(
    ("value", "days"),
    [
        (date(2026, 11, 24), 0),
        (date(2026, 11, 26), 2),
        (date(2026, 11, 20), -4),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), 1),
        (None, None),
    ],
)
@time_machine.travel("2026-11-24T10:00:00+08:00", tick=False)
def test_days_until_when_asked_then_calendar_days_in_shanghai(value, days) -> None:
    assert tags.days_until(value) == days


# Names


@pytest.mark.parametrize(
    ("name", "family"), [("王晓明", "王"), ("尉迟青", "尉迟"), ("欧阳潮生", "欧阳"), ("㛃𬭎", "㛃"), ("", "")]
)
def test_surname_when_there_is_no_portrait_then_the_whole_family_name(name: str, family: str) -> None:
    assert tags.surname(name) == family


def test_tint_when_asked_twice_then_the_same_ground_between_1_and_5() -> None:
    names = ["王晓明", "逄立群", "单雨桐", "解思远", "曾可心"]
    assert [tags.tint(name) for name in names] == [tags.tint(name) for name in names]
    assert all(1 <= tags.tint(name) <= tags.TINTS for name in names)


def test_term_label_when_there_is_an_english_word_then_only_english_visitors_see_it() -> None:
    term = {"name": "融资", "name_en": "Funding"}
    assert tags.term_label(term) == "融资"
    with translation.override("en"):
        assert tags.term_label(term) == "Funding"
        assert tags.term_label({"name": "融资", "name_en": ""}) == "融资"


def test_paragraphs_when_lines_are_empty_then_left_out() -> None:
    assert tags.paragraphs("一\n\n  二  \n") == ["一", "二"]
    assert tags.paragraphs("") == []


# Structured data


def page_that_says(data: dict | None) -> SimpleNamespace:
    return SimpleNamespace(structured_data=lambda request: data)


def test_json_ld_when_a_value_could_end_the_script_then_escaped() -> None:
    html = render("{% json_ld %}", page=page_that_says({"name": "</script><b>&"}))
    assert html.count("</script>") == 1
    body = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(body) == {"name": "</script><b>&"}


def test_json_ld_when_members_are_unknown_then_left_out() -> None:
    assert "datePublished" not in render(
        "{% json_ld %}", page=page_that_says({"name": "甲", "datePublished": None})
    )


@pytest.mark.parametrize("page", [None, SimpleNamespace(), page_that_says(None)])
def test_json_ld_when_a_page_says_nothing_of_itself_then_empty(page) -> None:
    assert render("{% json_ld %}", page=page) == ""
