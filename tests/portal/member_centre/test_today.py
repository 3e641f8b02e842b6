"""Today's work stands first, in the order in which it has to be done; counts match lists (P22)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.casework.base import Task
from portal.member_centre.today import Band, todays_work
from portal.notices.models import Message
from portal.plugin.models import PluginSwitch
from tests.portal.member_centre.conftest import html
from tests.questions import Question, QuestionFlow

pytestmark = pytest.mark.django_db


def bands(person: User, site) -> dict[Band, list[str]]:
    return {band: [work.title for work in works] for band, works in todays_work(person, site).groups}


def test_case_waits_for_others_until_it_is_the_persons_turn(site, question, asker, mentor) -> None:
    assert bands(asker, site) == {Band.WAITING: ["留言：怎样注册公司？"]}

    QuestionFlow.ask_back(question, actor=mentor, note="请写明行业")

    (group,) = todays_work(asker, site).groups
    (work,) = group[1]
    assert (group[0], work.label, work.url) == (Band.NEW, "去补充", f"/questions/{question.pk}/supplement/")


def test_work_moves_up_as_its_time_comes(site, time, returned: Question, asker: User) -> None:
    due = returned.deadlines.get(move="lapse").due_at
    found = [*bands(asker, site)]
    for hours in (13, 11, 0):
        time.put(due)
        time.shift(hours=-hours)
        found += bands(asker, site)
    assert found == [Band.NEW, Band.LATER, Band.SOON, Band.OVERDUE]


def test_whoever_serves_others_finds_their_work_too(site, question, mentor) -> None:
    assert bands(mentor, site) == {Band.NEW: ["答复：怎样注册公司？"]}


def test_ended_cases_are_nobodys_work(site, question, asker, mentor) -> None:
    QuestionFlow.answer(question, actor=mentor)
    assert bands(asker, site) == bands(mentor, site) == {}


def test_what_one_plugin_raises_leaves_the_rest(site, portal, question, asker, mentor) -> None:
    def broken(user: User) -> list[Task]:
        raise RuntimeError

    portal(today=(broken,))
    assert bands(mentor, site) == {}
    assert bands(asker, site) == {Band.WAITING: ["留言：怎样注册公司？"]}
    assert PluginSwitch.objects.get(slug="questions").failures == 2


def test_page_counts_what_it_lists(own: Client, ask, returned, mentor) -> None:
    QuestionFlow.answer(ask("第二件"), actor=mentor)
    ask("第三件")

    page = html(own, "/member/")

    assert "陈提问，有 1 件事等你" in page
    assert page.count('class="button small filled"') == 1  # one to do …
    assert page.count('class="button small"') == 1  # … and one that waits
    assert "在办 2 · 办结 1" in page
    assert "还剩" in page


def test_page_when_there_is_nothing_then_it_says_what_to_do_next(own: Client) -> None:
    page = html(own, "/member/")
    assert "现在没有等你办的事" in page
    assert 'href="/policies/"' in page


def test_every_page_tells_how_much_is_unread(own: Client, asker: User, question) -> None:
    Message.objects.create(
        person=asker, notice="x.y", title="已答复", body="", created_at=question.steps.get().at
    )
    for address in ("/faq/", "/member/cases/"):
        assert '<span class="member-unread">1<span' in html(own, address)
    assert "已答复" in html(own, "/member/")


def test_cost_does_not_grow_with_the_cases(own: Client, ask) -> None:
    def cost() -> int:
        html(own, "/member/")
        with CaptureQueriesContext(connection) as spent:
            html(own, "/member/")
        return len(spent)

    ask()
    one = cost()
    ask()
    ask()
    assert cost() == one


def test_stranger_is_asked_to_sign_in() -> None:
    assert Client().get("/member/").headers["Location"] == "/accounts/login/?next=/member/"
