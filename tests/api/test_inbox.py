"""One's own cases and messages through the API, in the words of the pages."""

from typing import Any

import pytest
from django.test import Client
from django.utils.dateparse import parse_datetime

from portal.notices.models import Message
from tests.portal.member_centre.conftest import (
    ask,
    asker,
    install,
    mentor,
    own,
    portal,
    question,
    returned,
    time,
)
from tests.questions import Question, QuestionFlow

__all__ = ["ask", "asker", "install", "mentor", "own", "portal", "question", "returned", "time"]

pytestmark = pytest.mark.django_db


def mark_read(client: Client, address: str) -> Any:
    return client.post(address, content_type="application/json")


def test_cases_say_what_the_page_says(own: Client, returned: Question) -> None:
    (row,) = own.get("/api/v1/me/cases/").json()["results"]
    due, since = returned.deadlines.get(move="lapse").due_at, returned.steps.last().at
    assert [parse_datetime(row.pop(name)) for name in ("due", "since")] == [due, since]
    assert row == {
        "kind": "questions.question",
        "id": returned.pk,
        "number": "LY-2026-000001",
        "title": "留言：怎样注册公司？",
        "state": "returned",
        "state_label": "等待补充",
        "version": 2,
        "open": True,
        "todo": {"label": "去补充", "url": f"http://testserver/questions/{returned.pk}/supplement/"},
        "html_url": f"http://testserver/member/cases/questions.question/{returned.pk}/",
    }


def test_cases_come_in_pages_that_follow_one_another(own: Client, ask, mentor) -> None:
    for text in ("一", "二", "三"):
        ask(text)
    QuestionFlow.answer(Question.objects.first(), actor=mentor)
    first = own.get("/api/v1/me/cases/?limit=2&total=true").json()
    second = own.get(first["next"]).json()
    assert [row["title"] for page in (first, second) for row in page["results"]] == [
        "留言：三",
        "留言：二",
        "留言：一",
    ]
    assert (first["total"], second["next"]) == (3, None)
    assert own.get("/api/v1/me/cases/?finished=true&total=true").json()["total"] == 1
    assert own.get("/api/v1/me/cases/?cursor=x").status_code == 400


def test_message_is_read_once_and_by_its_owner(own: Client, question, asker, mentor, signed_in) -> None:
    note = {"notice": "x.y", "title": "已答复", "body": "正文", "created_at": question.steps.get().at}
    message = Message.objects.create(person=asker, **note)
    Message.objects.create(person=mentor, **note)
    (row,) = own.get("/api/v1/me/messages/?unread=true").json()["results"]
    assert (row["id"], row["read_at"]) == (message.pk, None)

    address = f"/api/v1/me/messages/{message.pk}/read/"
    read = mark_read(own, address).json()["read_at"]

    assert mark_read(own, address).json()["read_at"] == read
    assert own.get("/api/v1/me/messages/?unread=true&total=true").json()["total"] == 0
    assert mark_read(signed_in(mentor), address).status_code == 404
    assert Client().get("/api/v1/me/cases/").status_code == 401
