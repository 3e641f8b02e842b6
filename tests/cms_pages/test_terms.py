"""Terms of controlled lists: how they are worded."""

import pytest
from django.utils import translation

from cms_pages.models import Field, Industry


@pytest.mark.parametrize(
    ("language", "english", "label"),
    [("zh-hans", "Robots", "机器人"), ("en", "Robots", "Robots"), ("en", "", "机器人")],
)
def test_label_is_english_only_where_it_is_asked_for_and_there_is_one(language, english, label) -> None:
    term = Industry(slug="robots", name="机器人", name_en=english)
    with translation.override(language):
        assert (term.label, str(term)) == (label, label)


@pytest.mark.parametrize(
    ("language", "need", "question"),
    [("zh-hans", "找融资", "找融资"), ("zh-hans", "", "融资"), ("en", "找融资", "Raising funds")],
)
def test_field_answers_as_the_staff_worded_it(language, need, question) -> None:
    field = Field(slug="funding", name="融资", name_en="Raising funds", need=need)
    with translation.override(language):
        assert field.question == question
