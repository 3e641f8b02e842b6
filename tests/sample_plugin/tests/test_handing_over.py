"""A request that was put to a mentor, and what becomes of it when the mentor leaves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from people import appointed, staff_with
from qingchuang_hello.casework import requests_to_answer
from qingchuang_hello.handing_over import open_requests
from qingchuang_hello.models import Request
from qingchuang_hello.workflows import RequestFlow
from wagtail.models import Site

from plugins.mentors.models import Mentor
from portal import clock
from portal.accounts.testing import sign_in
from portal.audit.models import Entry
from portal.audit.table import PERSON_READ
from portal.notices.models import Message
from portal.plugin.registry import registry
from portal.plugin.switches import save_settings
from portal.workflow.engine import Refused
from portal.workflow.timers import run_due

REQUESTS, RESIGNATIONS = "/api/v1/requests/", "/api/v1/resignations/"
LEAVING = "/m/mine/resignation/"


@pytest.fixture
def clerk(site: Site) -> Any:
    return staff_with("clerk", "mentors.review_resignation")


@pytest.fixture
def ask(asker: Any) -> Callable[..., Any]:
    """`ask(mentor, "…")`: the answer of the API to somebody who puts a request to the mentor."""
    at_home = sign_in(Client(), asker)
    return lambda mentor, text="怎样注册公司？": post(
        at_home, REQUESTS, {"text": text, "mentor": mentor.code}
    )


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def titles(person: Any) -> list[str]:
    return [message.title for message in Message.objects.filter(person=person, notice__startswith="hello.")]


def refusal(answer: Any) -> tuple[str, str]:
    """Which field is wrong, and why."""
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    return error["field"], error["detail"]


def history(case: Request) -> list[str]:
    return [str(step.public) for step in case.steps]


def test_mentor_answers_what_was_put_to_them_and_nothing_else(
    ask, asker: Any, mentor: Mentor, peer: Mentor
) -> None:
    asked = ask(mentor).json()["case"]
    ask(peer, "怎样招人？")
    assert asked["mentor"] == mentor.code

    (message,) = Message.objects.filter(person=mentor.user, notice="hello.put")
    (task,) = requests_to_answer(mentor.user)
    assert task.url == message.link == f"/hello/requests/{asked['id']}/answer/"
    as_mentor, as_peer = sign_in(Client(), mentor.user), sign_in(Client(), peer.user)
    (row,) = as_mentor.get(REQUESTS).json()["results"]
    assert row["text"] == "怎样注册公司？"
    assert "怎样注册公司？" in as_mentor.get(task.url).content.decode()
    looks = Entry.objects.filter(action=PERSON_READ.name, person=mentor.user.pk)
    assert [look.subject for look in looks] == [asker.pk] * 2, "the asker sees who looked"
    assert as_peer.get(task.url).status_code == as_peer.get(f"{REQUESTS}{asked['id']}/").status_code == 404

    as_mentor.post(task.url, {"version": 1, "reply": "带上身份证即可。"})

    answered = as_mentor.get(f"{REQUESTS}{asked['id']}/").json()
    assert [step["role"] for step in answered["steps"]] == ["提出人", "导师"]
    assert list(requests_to_answer(mentor.user)) == []


def test_mentor_asks_to_leave_what_is_open_is_handed_over_and_nobody_can_ask_them_any_more(
    ask, asker: Any, officer: Any, clerk: Any, mentor: Mentor, peer: Mentor
) -> None:
    ask(mentor)
    ask(mentor, "怎样招人？")
    first, second = Request.objects.order_by("pk")
    promised = first.deadlines.get().due_at
    as_mentor, as_clerk = sign_in(Client(), mentor.user), sign_in(Client(), clerk)
    page = as_mentor.get(LEAVING).content.decode()
    assert f'<a href="/hello/requests/{first.pk}/answer/">待答复的请求：{first.number}</a>' in page

    as_mentor.post(LEAVING, {"reason": "调往外地工作"})
    (row,) = as_clerk.get(RESIGNATIONS).json()["results"]
    address = f"{RESIGNATIONS}{row['id']}/"
    early = post(as_clerk, f"{address}moves/accept/", {"version": row["version"]})
    assert early.status_code == 409
    assert "还有 2 项没有办结或移交" in early.json()["detail"]

    to_peer, to_desk = as_clerk.get(f"{address}open-work/").json()
    given = {"version": row["version"], "item": to_peer["key"], "to": peer.code}
    handed = post(as_clerk, f"{address}moves/hand_over/", given).json()["case"]
    given = {"version": handed["version"], "item": to_desk["key"]}
    handed = post(as_clerk, f"{address}moves/hand_over/", given).json()["case"]
    accepted = post(as_clerk, f"{address}moves/accept/", {"version": handed["version"]}).json()
    assert accepted["case"]["state_label"] == "已解聘"

    assert as_mentor.get(REQUESTS).json()["results"] == []
    assert as_mentor.get(f"/hello/requests/{first.pk}/answer/").status_code == 404
    assert refusal(ask(mentor, "怎样贷款？")) == ("mentor", "这位导师的聘期已经结束。")

    first.refresh_from_db()
    assert first.deadlines.get().due_at == promised, "the asker waits no longer than was promised"
    assert titles(peer.user) == [f"请求 {first.number} 等您答复"]
    sign_in(Client(), peer.user).post(f"/hello/requests/{first.pk}/answer/", {"version": 2, "reply": "好。"})
    assert [task.title for task in requests_to_answer(officer)] == ["怎样招人？"]
    sign_in(Client(), officer).post(f"/hello/requests/{second.pk}/answer/", {"version": 2, "reply": "好。"})
    assert history(first) == ["已提交", "原导师不能再答复，已转另一位导师", "已答复"]
    assert history(second) == ["已提交", "导师不能再答复，已转服务台", "已答复"]
    assert sorted(titles(asker)) == sorted(
        f"您的请求 {case.number} {what}" for case in (first, second) for what in ("已转交", "已答复")
    )


def test_term_when_it_ends_by_the_clock_then_the_desk_has_what_was_open(ask, asker: Any, site: Site) -> None:
    today = timezone.localdate()
    leaving = appointed("wanyan-lan", "完颜岚", term_to=today)
    ask(leaving)
    case = Request.objects.get()

    with clock.put(leaving.deadlines.get(move="end_term").due_at):
        run_due()

    case.refresh_from_db()
    assert (case.state, case.mentor, case.given_on) == ("open", None, None)
    assert history(case) == ["已提交", "导师不能再答复，已转服务台"]
    (message,) = Message.objects.filter(person=asker)
    assert "现由服务台答复" in message.body


def test_request_when_its_time_has_come_then_it_waits_for_no_mentor(ask, mentor: Mentor) -> None:
    ask(mentor)
    case = Request.objects.get()

    with clock.put(case.deadlines.get().due_at):
        run_due()

    assert open_requests(mentor) == []
    assert list(requests_to_answer(mentor.user)) == []


def test_ask_when_the_mentor_left_after_the_form_was_checked_then_nothing_is_written(
    site: Site, asker: Any, mentor: Mentor
) -> None:
    Mentor.objects.filter(pk=mentor.pk).update(state="former")

    with pytest.raises(Refused, match="请另选一位"):
        RequestFlow.ask(Request(site=site, asker=asker, text="怎样注册公司？"), actor=asker, mentor=mentor)

    assert not Request.objects.exists()


def test_ask_when_the_mentors_week_is_full_then_the_field_says_so(ask, site: Site, mentor: Mentor) -> None:
    save_settings(registry["mentors"], site, {"weekly_cap": 1})
    assert ask(mentor).status_code == 201
    mentor.listing.refresh_from_db()
    assert mentor.listing.is_full(timezone.localdate())

    assert refusal(ask(mentor)) == ("mentor", "这位导师本周的名额已满，下周一起可以再约。")


def test_hand_over_when_the_peer_has_no_account_then_it_stays_where_it_is(
    ask, clerk: Any, mentor: Mentor, peer: Mentor
) -> None:
    Mentor.objects.filter(pk=peer.pk).update(user=None)
    peer.refresh_from_db()
    ask(mentor)
    case = Request.objects.get()

    with pytest.raises(Refused, match="还没有账号"):
        registry.offered("mentors.handovers")[0].hand_over(mentor, open_requests(mentor)[0], peer, clerk)

    case.refresh_from_db()
    assert (case.mentor, history(case)) == (mentor.user, ["已提交"])
    assert open_requests(peer) == [], "what waits for no mentor is not theirs"


def test_open_requests_cost_no_more_when_there_are_more(ask, mentor: Mentor) -> None:
    def cost(number: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            items = open_requests(mentor)
        assert [item.due_at - timezone.now() < timedelta(hours=48) for item in items] == [True] * number
        return len(captured)

    ask(mentor)
    cost(1)  # whatever is kept after the first time
    one = cost(1)
    ask(mentor)
    ask(mentor)
    assert cost(3) == one
