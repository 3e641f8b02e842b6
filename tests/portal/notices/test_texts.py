"""Words that would fail one day are refused at start-up; what people typed does no harm in them (N5)."""

from typing import Any

import pytest
from django.core.checks import Error

from portal.notices.checks import check_notices
from portal.notices.texts import LONGEST_SMS, mistakes_of, one_line, short, texts
from tests.portal.notices.conftest import ANSWERED, notice
from tests.portal.plugin.conftest import plugin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "text", "mistake"),
    [
        (
            "title",
            "留言 {{ nubmer }} 已答复",
            "answered.title.txt uses 'nubmer', of which there is no example",
        ),
        ("body", "{{ asker.name }}", "answered.body.txt uses 'asker', of which there is no example"),
        ("body", "{{ name|nothing }}", "answered.body.txt cannot be read"),
        ("body", " \n", "answered.body.txt is empty"),
        ("title", "很" * 101, "answered.title.txt is longer than 100 characters"),
        ("sms", "字" * 71, "answered.sms.txt has more than 70 characters and would be sent as two messages"),
        ("sms", "已答复 🎉", "answered.sms.txt has characters that text messages cannot carry"),
        ("sms", "请看 http://other.example/x", "answered.sms.txt has a link to another site"),
    ],
)
def test_template_when_it_would_fail_one_day_then_start_up_says_so(
    words, part: str, text: str, mistake: str
) -> None:
    words("answered", **{part: text})

    assert any(mistake in said for said in mistakes_of(ANSWERED)), mistakes_of(ANSWERED)


def test_template_when_sound_then_there_is_nothing_to_say(words, settings) -> None:
    words("answered", sms=f"请看 {settings.SITE_URL}/q/1")
    assert mistakes_of(ANSWERED) == []
    assert check_notices(None) == []


def test_template_when_missing_then_it_is_named(install) -> None:
    install(plugin("questions", notices=(notice("forgotten"),)))

    errors = check_notices(None)
    assert {(type(error), error.id) for error in errors} == {(Error, "notices.E001")}
    assert "there is no template questions/notices/forgotten.title.txt" in str(errors)


def test_key_when_it_is_another_plugins_then_it_is_refused(install, words) -> None:
    install(plugin("mentors", notices=(ANSWERED,)))

    assert "its key does not begin with mentors." in str(check_notices(None))


HOSTILE = [
    "王\r\nBcc: all@hailan.example",
    "王\x00\x1b[31m",
    "王\u202e诈",
    "王 {{ 7|add:7 }} <script>",
    "王🎉",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_name_when_hostile_then_headers_and_messages_are_one_clean_line(words, name: str) -> None:
    words("answered", title="{{ name }}：留言", sms="{{ name }}的留言")
    filled = texts(ANSWERED, {"number": 1, "name": name})

    assert filled.title.isprintable()
    assert filled.sms.isprintable()
    assert "🎉" not in filled.sms
    assert "14" not in filled.title, "what somebody typed is not a template"
    assert "\r" not in filled.body


@pytest.mark.parametrize("length", [LONGEST_SMS - 5, LONGEST_SMS + 50])
def test_sms_when_a_name_is_long_then_it_stays_one_message(words, length: int) -> None:
    words("answered", sms="{{ name }}的留言")
    sms = texts(ANSWERED, {"number": 1, "name": "长" * length}).sms

    assert len(sms) <= LONGEST_SMS
    assert sms.endswith("…" if length > LONGEST_SMS else "留言")


def test_words_when_shown_to_people_then_nothing_is_escaped(words) -> None:
    words("answered", title="{{ name }}")
    assert texts(ANSWERED, {"number": 1, "name": "A&B 公司"}).title == "A&B 公司"


@pytest.mark.parametrize(("given", "line"), [("a\nb", "a b"), (" a  b ", "a b"), ("a\u200bb", "ab")])
def test_line_when_cleaned_then_it_is_one(given: Any, line: str) -> None:
    assert one_line(given) == short(given) == line
