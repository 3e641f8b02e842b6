"""All own cases in one list, newest first, in pages that cost the same."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.member_centre.lists import BadCursor, Place, case_page, counts, newest
from portal.plugin.models import PluginSwitch
from tests.conftest import person
from tests.portal.member_centre.conftest import html
from tests.questions import QuestionFlow
from tests.statements import asked

pytestmark = pytest.mark.django_db


def texts(page) -> list[str]:
    return [own.case.text for own in page.rows]


@pytest.fixture
def five(ask, time, asker: User) -> list[str]:
    """Five questions, of which two were asked at one moment."""
    for number in range(5):
        ask(str(number))
        if number:
            time.shift(hours=1)
    ask("他人的", asker=person("other", "林他人"))
    return ["4", "3", "2", "1", "0"]


def test_pages_forward_and_back_show_each_case_once(site, five, asker: User) -> None:
    first = case_page(asker, site, limit=2)
    second = case_page(asker, site, limit=2, cursor=str(first.next))
    third = case_page(asker, site, limit=2, cursor=str(second.next))
    assert [*texts(first), *texts(second), *texts(third)] == five
    assert (first.previous, third.next) == (None, None)
    back = case_page(asker, site, limit=2, cursor=str(third.previous))
    assert texts(back) == texts(second)
    again = case_page(asker, site, limit=2, cursor=str(back.previous))
    assert (texts(again), again.previous) == (texts(first), None)


def test_filters_and_counts_agree(site, five, asker: User, mentor: User, own: Client) -> None:
    last = case_page(asker, site, limit=1).rows[0].case
    QuestionFlow.answer(last, actor=mentor)
    assert texts(case_page(asker, site, finished=True)) == ["4"]
    assert texts(case_page(asker, site, finished=False)) == five[1:]
    assert (counts(asker, site).open, counts(asker, site).finished) == (4, 1)
    assert "留言：4" not in html(own, "/member/cases/?show=open")
    assert "这里没有办件" not in html(own, "/member/cases/?show=finished")


def test_newest_open_ones_stand_before_those_that_have_ended(site, five, asker: User, mentor: User) -> None:
    QuestionFlow.answer(case_page(asker, site, limit=1).rows[0].case, actor=mentor)
    there = counts(asker, site)
    assert [own.case.text for own in newest(asker, site, 3, there)] == five[1:4]
    assert [own.case.text for own in newest(asker, site, 5, there)] == [*five[1:], "4"]


@pytest.mark.parametrize("text", ["x", "eyJhIjoxfQ:1:abc"])
def test_cursor_that_was_never_given_out_is_refused(text: str, own: Client) -> None:
    with pytest.raises(BadCursor):
        Place.read(text)
    html(own, f"/member/cases/?at={text}", status=404)
    html(own, "/member/cases/?show=other", status=404)


def test_list_when_empty_then_it_says_what_to_do_next(own: Client) -> None:
    assert "没有待办，也没有在办的事" in html(own, "/member/cases/")
    assert "这里没有办件" in html(own, "/member/cases/?show=finished")


def test_page_costs_the_same_for_one_and_three(site, ask, asker: User) -> None:
    case_page(asker, site)  # warm
    for _each in range(2):
        ask()
        with CaptureQueriesContext(connection) as queries:
            assert case_page(asker, site).rows
        assert len(asked(queries)) == 3  # the cases, their last steps, their deadlines
        ask()


@pytest.mark.parametrize("part", ["mine", "title"])
def test_what_one_plugin_raises_leaves_the_page(
    site, portal, question, asker: User, own: Client, part: str
) -> None:
    def broken(given: object) -> None:
        raise RuntimeError

    portal(**{part: broken})
    for address in ("/member/", "/member/cases/"):
        assert "我的办件" in html(own, address)
    assert case_page(asker, site).rows == []
    assert PluginSwitch.objects.get(slug="questions").failures
