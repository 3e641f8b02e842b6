"""Finding mentors: words, needs, order, pages, and who is found at all."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone, translation

from plugins.mentors.queries import TURN_MINUTES, asked_of
from search.listing import PER_PAGE
from tests.factories.cms_pages import (
    DistrictFactory,
    FieldFactory,
    IndustryFactory,
)
from tests.factories.content import today
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import counts, in_order, settled

pytestmark = pytest.mark.django_db


def names(results) -> set[str]:
    return {mentor.card["name"] for mentor in results.items}


@pytest.mark.parametrize(
    ("language", "labels"), [("zh-hans", ["找融资", "合同法务"]), ("en", ["Raising funds", "Contracts"])]
)
def test_needs_are_worded_as_the_staff_worded_them(site, find, language: str, labels: list[str]) -> None:
    FieldFactory(name="融资", name_en="Raising funds", need="找融资", shown_first=True)
    FieldFactory(name="合同法务", name_en="Contracts")
    with translation.override(language):
        results = find()
        assert [choice.label for choice in (*results.needs, *results.other_needs)] == labels


@pytest.mark.parametrize(
    "words",
    [
        "王晓明",
        "晓明",
        "ＷＡＮＧＸＩＡＯＭＩＮＧ",
        "wxm",
        "看账 海湾",
        "海湾 看账",
        "100%",
        "a_b",
        "机器人",
        "robots",
        "陪你 谈",
        "海东",
    ],
)
def test_words_are_found_in_names_pinyin_fields_and_sentences(site, find, words) -> None:
    MentorFactory(
        page__title="王晓明",
        page__organisation="海湾 Capital",
        page__headline="陪你谈 100% 的 A_B 轮",
        page__fields=[FieldFactory(name="看账")],
        page__industries=[IndustryFactory(name="机器人", name_en="Robots")],
    )
    other = DistrictFactory(slug="beiling", name="北岭市")
    MentorFactory(
        page__title="李平", page__headline="陪你走 1000 步", page__help_points=[], page__district=other
    )
    assert names(find(words)) == {"王晓明"}


@pytest.mark.parametrize("words", ["%", "_", "\\", "*", "“”", "明海", "100_", "无人机植保"])
def test_words_that_are_patterns_or_span_two_parts_find_nobody(site, find, words) -> None:
    MentorFactory(page__title="王晓明", page__organisation="海湾资本")
    assert find(words).total == 0


def test_words_that_nobody_meets_together_are_relaxed_and_it_is_said(site, find) -> None:
    MentorFactory()
    results = find("融资 殡葬")
    assert results.total == 1
    assert results.relaxed == "殡葬"


def test_words_with_a_lone_surrogate_are_searched_without_it(site) -> None:
    address = QueryDict(mutable=True)
    address["q"] = "王\ud800晓 \x00明"
    assert asked_of(address).text == "王晓 明"


def test_page_past_the_end_is_the_last(site, find) -> None:
    mentors(PER_PAGE + 1)
    last = find(page=99)
    assert (last.page.number, len(last.items)) == (2, 1)
    assert len(find().items) == PER_PAGE
    assert names(find(page=1)).isdisjoint(names(last))


def test_order_by_appointment_begins_with_the_newest(site, find) -> None:
    for days in (300, 10, 100):
        MentorFactory(page__title=f"第{days}天", appointed_on=today(-days))
    assert in_order(find(sort="newest")) == ["第10天", "第100天", "第300天"]


def test_best_order_puts_a_match_in_the_name_first(site, find) -> None:
    for _number in range(5):
        MentorFactory(page__headline="和解思远一起做过项目")
    MentorFactory(page__title="解思远")
    assert in_order(find("解思远"))[0] == "解思远"


def test_best_order_of_equals_changes_all_day_and_not_within_a_turn(site, find) -> None:
    """No mentor stands first in more than 30 % of equal searches over a day (P12)."""
    mentors(12, term_to=None)
    settled()
    morning = timezone.now().replace(hour=0, minute=1)
    firsts: Counter[str] = Counter()
    for turn in range(96):
        with time_machine.travel(morning + timedelta(minutes=TURN_MINUTES * turn), tick=False):
            order = [mentor.card["code"] for mentor in find().items]
            assert order == [mentor.card["code"] for mentor in find().items]
        firsts[order[0]] += 1
    assert len(firsts) > 6
    assert max(firsts.values()) < 0.3 * firsts.total()


@pytest.mark.parametrize("trait", ["paused", "former", "ended", "coming", "draft"])
def test_list_shows_only_whoever_can_be_asked_today(site, find, trait) -> None:
    MentorFactory(**{trait: True})
    assert find().total == 0
    assert counts(find())["field"] == {}
