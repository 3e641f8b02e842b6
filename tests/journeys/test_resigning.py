"""A mentor asks to leave, what is open is handed over, and with the clerk's yes the rights end (A15, P16, P25)."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plugins.mentors.base import Handover, OpenItem
from plugins.mentors.models import Mentor, Resignation
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.table import PERSON_READ
from portal.notices.models import Message
from portal.plugin.registry import registry
from tests.plugins.mentors.leaving.conftest import (
    ask_question,
    colleague,
    in_office,
    install,
    mentor,
    peer,
    questions,
    writer,
)
from tests.portal.plugin.conftest import plugin
from tests.statements import asked

__all__ = ["ask_question", "colleague", "in_office", "install", "mentor", "peer", "questions", "writer"]

MINE = "/m/mine/resignation/"
RESIGNATIONS = "/api/v1/resignations/"


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def test_mentor_asks_to_leave_the_clerk_hands_over_and_agrees(
    signed_in, ask_question, writer: User, clerk: User, client: Client, mentor: Mentor, peer: Mentor
) -> None:
    question = ask_question(mentor)
    at_home, at_work = signed_in(writer), signed_in(clerk)
    assert "待答复的留言：怎样注册公司？" in at_home.get(MINE).content.decode()

    at_home.post(MINE, {"reason": "调往外地工作", "heirs": [peer.pk]})
    resignation = Resignation.objects.get()
    assert list(resignation.heirs.all()) == [peer]
    assert Message.objects.get(person=clerk).title == f"解聘申请 {resignation.number} 待审核"
    address = f"{RESIGNATIONS}{resignation.pk}/"
    early = post(at_work, f"{address}moves/accept/", {"version": resignation.version})
    assert "还有 1 项没有办结或移交" in early.json()["detail"]

    page = at_work.get(f"/m/resignations/{resignation.pk}/hand-over/")
    assert "司徒远" in page.content.decode()
    item = {"item": f"questions.open:{question.pk}", "version": resignation.version, "to": peer.pk}
    handed = at_work.post(f"/m/resignations/{resignation.pk}/hand-over/", item)
    question.refresh_from_db()
    assert question.mentor == peer.user

    resignation.refresh_from_db()
    desk = f"/desk/cases/mentors.resignation/{resignation.pk}/"
    assert handed["Location"] == desk, "nothing is left but to decide"
    assert "没有，可以同意。" in at_work.get(desk).content.decode()
    decision = {"move": "accept", "version": resignation.version, "confirmed": "on"}
    at_work.post(f"{desk}decision/", decision)

    assert at_home.get("/m/mine/profile/").status_code == 403, "the next request has no rights"
    assert post(at_home, "/api/v1/profile-changes/", {}).status_code == 403
    assert "已解聘" in at_home.get(MINE).content.decode()
    assert client.get(f"/m/{mentor.code}").status_code == 302, "the card leads to the page for ever"
    assert client.get("/mentors/yuchi-qing/").status_code == 200
    assert "yuchi-qing" not in client.get("/mentors/").content.decode()


def test_the_same_by_the_api_alone(
    signed_in, ask_question, writer: User, clerk: User, mentor: Mentor, peer: Mentor
) -> None:
    ask_question(mentor)
    at_home, at_work = signed_in(writer), signed_in(clerk)
    asked = post(at_home, RESIGNATIONS, {"reason": "调往外地工作", "heirs": [peer.code]}).json()["case"]
    address = f"{RESIGNATIONS}{asked['id']}/"
    (work,) = at_work.get(f"{address}open-work/").json()
    assert work["label"] == "待答复的留言：怎样注册公司？"
    assert at_work.get(address).json()["case"]["reason"] == "调往外地工作"
    assert at_home.get(address).status_code == 200
    assert [entry.person for entry in Entry.objects.filter(action=PERSON_READ.name)] == [clerk.pk] * 2

    given = {"version": asked["version"], "item": work["key"], "to": peer.code}
    handed = post(at_work, f"{address}moves/hand_over/", given).json()["case"]
    accepted = post(at_work, f"{address}moves/accept/", {"version": handed["version"]}).json()

    assert accepted["case"]["state_label"] == "已解聘"
    assert [step["what"] for step in accepted["steps"]] == [
        "已提交解聘申请",
        "已移交一项",
        "已解聘，展示页和名片作为历史保留",
    ]
    assert post(at_home, RESIGNATIONS, {"reason": "再来一次"}).status_code == 403


def test_a_list_of_resignations_leaves_a_trace_for_everybody_else(
    signed_in, writer: User, clerk: User, mentor: Mentor
) -> None:
    post(signed_in(writer), RESIGNATIONS, {"reason": "调往外地工作"})
    for person in (writer, clerk):
        assert signed_in(person).get(RESIGNATIONS).json()["results"]
    read = Entry.objects.filter(action=PERSON_READ.name)
    assert [(entry.person, entry.subject) for entry in read] == [(clerk.pk, writer.pk)]


def test_mentor_changes_their_mind(signed_in, writer: User, mentor: Mentor) -> None:
    at_home = signed_in(writer)
    at_home.post(MINE, {"reason": "调往外地工作"})

    at_home.post(f"{MINE}withdraw/", {"version": 1})

    assert "已撤回，继续在聘" in at_home.get(MINE).content.decode()
    assert at_home.get("/m/mine/profile/").status_code == 200


def test_hand_over_when_the_mentor_has_suggested_somebody_then_the_clerk_sees_it_and_finds_back(
    signed_in, ask_question, writer: User, clerk: User, mentor: Mentor, peer: Mentor
) -> None:
    ask_question(mentor)
    second = ask_question(mentor, "怎样找第一个客户？")
    signed_in(writer).post(MINE, {"reason": "调往外地工作", "heirs": [peer.pk]})
    resignation, at_work = Resignation.objects.get(), signed_in(clerk)
    address, desk = (
        f"/m/resignations/{resignation.pk}/hand-over/",
        f"/desk/cases/mentors.resignation/{resignation.pk}/",
    )

    page = at_work.get(address).content.decode()
    assert f"{peer.page.title}　{peer.page.organisation}（本人建议）" in page
    assert f'href="{desk}"' in page

    item = {"item": f"questions.open:{second.pk}", "version": resignation.version}
    assert at_work.post(address, item)["Location"] == address, "there is more to hand over"
    at_work.post(
        address, item | {"item": f"questions.open:{second.pk - 1}", "version": resignation.version + 1}
    )
    done = at_work.get(address).content.decode()
    assert "没有未办结的事项" in done
    assert done.count(f'href="{desk}"') == 2


def test_mentor_reads_how_long_it_takes_and_until_when_what_is_open_waits(
    signed_in, writer: User, mentor: Mentor, install
) -> None:
    due = timezone.make_aware(datetime(2030, 11, 29, 11, 0))
    waiting = [OpenItem("1", "怎样注册公司？", due_at=due)]
    handover = Handover("questions.open", "待答复的留言", open=lambda mentor: waiting, hand_over=print)
    install(*registry, plugin("questions", requires=("mentors",), offers={"mentors.handovers": (handover,)}))

    page = signed_in(writer).get(MINE).content.decode()

    assert "导师专员在 5 个工作日内答复" in page
    assert "2030-11-29 11:00 到期" in page
    assert "现在就可以申请。" in page


@pytest.mark.parametrize("who", ["citizen", "peer", "officer"])
def test_hand_over_when_somebody_else_opens_it_then_it_is_not_there(
    signed_in, who: str, citizen: User, writer: User, mentor: Mentor, peer: Mentor
) -> None:
    signed_in(writer).post(MINE, {"reason": "调往外地工作"})
    person = {"citizen": citizen, "peer": peer.user, "officer": writer}[who]

    assert (
        signed_in(person).get(f"/m/resignations/{Resignation.objects.get().pk}/hand-over/").status_code == 404
    )


def test_hand_over_when_more_is_open_then_the_page_costs_no_more(
    signed_in, ask_question, writer: User, clerk: User, mentor: Mentor, peer: Mentor
) -> None:
    signed_in(writer).post(MINE, {"reason": "调往外地工作"})
    address, at_work = f"/m/resignations/{Resignation.objects.get().pk}/hand-over/", signed_in(clerk)

    def cost(open_items: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert at_work.get(address).content.decode().count("<select") == open_items
        return len(asked(captured))

    ask_question(mentor)
    cost(1)  # whatever is kept after the first time
    one = cost(1)
    ask_question(mentor)
    ask_question(mentor)
    assert cost(3) <= one
