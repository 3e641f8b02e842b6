"""The life of a request: asked, answered, withdrawn, or handed over when its time has come."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from qingchuang_hello.casework import requests_to_answer
from qingchuang_hello.models import Request, RequestState
from qingchuang_hello.workflows import RequestFlow
from wagtail.models import Site

from plugins.mentors.models import Mentor
from portal import clock
from portal.accounts.testing import sign_in
from portal.notices.models import Message
from portal.plugin.registry import registry
from portal.plugin.switches import save_settings
from portal.workflow.testing import WorkflowContract
from portal.workflow.timers import run_due


@pytest.fixture
def case(site: Site, asker: Any) -> Request:
    return Request(site=site, asker=asker, text="怎样注册公司？")


def as_person(person: Any) -> Client:
    return sign_in(Client(), person)


def post(person: Any, address: str, body: dict[str, Any]) -> Any:
    return as_person(person).post(f"/api/v1/requests/{address}", body, content_type="application/json")


class TestRequestFlow(WorkflowContract):
    workflow = RequestFlow

    @pytest.fixture(autouse=True)
    def given(self, mentor: Mentor, peer: Mentor) -> None:
        self.data = {
            "ask": {"mentor": mentor},
            "answer": {"reply": "带上身份证即可。"},
            "pass_on": {"mentor": peer},
        }

    @pytest.fixture
    def people(self, asker: Any, officer: Any, mentor: Mentor) -> dict[str, Any]:
        return {"asker": asker, "officer": officer, "mentor": mentor.user}


@pytest.mark.parametrize(
    ("hours", "seconds", "state"), [(48, 48 * 3600, "handed_over"), (24, 24 * 3600, "handed_over")]
)
def test_request_when_its_time_has_come_then_it_goes_to_the_duty_officer(
    site: Site, case: Request, asker: Any, hours: int, seconds: int, state: str
) -> None:
    save_settings(registry["hello"], site, {"reply_hours": hours})
    case = RequestFlow.ask(case, actor=asker)
    due = case.steps.get().at + timedelta(seconds=seconds)

    for moment, expected in ((due - timedelta(seconds=1), "open"), (due, state)):
        with clock.put(moment):
            run_due()
        case.refresh_from_db()
        assert case.state == expected


def test_request_when_asked_and_answered_by_the_api_then_its_history_says_so(
    site: Site, asker: Any, officer: Any
) -> None:
    asked = post(asker, "", {"text": "怎样注册公司？"})
    (action,) = as_person(asker).get(asked.headers["Location"]).json()["actions"]
    assert action["name"] == "withdraw"

    key = asked.json()["case"]["id"]
    answered = post(officer, f"{key}/moves/answer/", {"version": 1, "reply": "带上身份证即可。"}).json()

    assert answered["case"]["reply"] == "带上身份证即可。"
    assert [step["what"] for step in answered["steps"]] == ["已提交", "已答复"]
    (message,) = Message.objects.filter(person=asker)
    request = Request.objects.get()
    assert (message.title, message.about) == (f"您的请求 {request.number} 已答复", request)
    assert message.link == f"/member/cases/hello.request/{key}/"
    late = post(asker, f"{key}/moves/withdraw/", {"version": 1}).json()
    assert late["type"] == "/api/problems/case-changed/"


def test_request_when_answered_on_its_page_then_what_was_typed_survives_a_refusal(
    site: Site, case: Request, asker: Any, officer: Any
) -> None:
    case = RequestFlow.ask(case, actor=asker)
    address, typed = f"/hello/requests/{case.pk}/answer/", {"version": 1, "reply": "带上身份证即可。"}
    assert as_person(asker).get(address).status_code == 403
    assert as_person(officer).post(address, typed).status_code == 302

    late = as_person(officer).post(address, typed).content.decode()

    assert "你打开之后已有变化" in late
    assert "带上身份证即可。" in late


def test_request_when_it_waits_then_those_who_answer_find_it_among_todays_work(
    site: Site, case: Request, asker: Any, officer: Any
) -> None:
    case = RequestFlow.ask(case, actor=asker)

    (task,) = requests_to_answer(officer)

    assert (task.title, task.since) == (case.text, case.steps.get().at)
    assert task.due == task.since + timedelta(hours=48)
    assert list(requests_to_answer(asker)) == []


def test_request_when_staff_open_it_then_its_deadline_explains_itself(
    site: Site, case: Request, asker: Any, staff: Client
) -> None:
    case = RequestFlow.ask(case, actor=asker)

    page = staff.get(f"/admin/request/inspect/{case.pk}/").content.decode()

    assert "48 小时（含夜间和节假日）" in page
    assert str(RequestState.OPEN.label) in page
