"""People with questions, and what is shown of those."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Site

from portal.accounts.models import User
from portal.casework.base import CaseFile, Document, Task, Todo
from tests.portal.plugin.conftest import plugin
from tests.portal.workflow.conftest import asker, install, mentor, officer, time
from tests.questions import ANSWERED, OPEN, RETURNED, Question, QuestionFlow

__all__ = ["asker", "install", "mentor", "officer", "time"]

QUESTION_FILE = CaseFile(
    workflow=QuestionFlow,
    title=lambda question: f"留言：{question.text}",
    mine=lambda user: Question.objects.filter(asker=user),
    todo={RETURNED: lambda question: Todo("去补充", f"/questions/{question.pk}/supplement/")},
    path=(OPEN, ANSWERED),
    documents=lambda question: (Document("答复单", f"/questions/{question.pk}/reply.pdf"),),
    elsewhere=("supplement",),
    may_read=lambda user, question: False,
    applicant=lambda question: "陈**",
    site=lambda question: Site.objects.get(hostname="testserver"),
)


def questions_to_answer(user: User) -> list[Task]:
    """What waits for a mentor."""
    mine = Question.objects.filter(mentor=user, state=OPEN)
    return [
        Task(f"答复：{question.text}", "去答复", "/answer/", question.steps.last().at) for question in mine
    ]


@pytest.fixture
def portal(site, install) -> Callable[..., None]:
    """`portal(title=…)`: the portal shows questions, with what the test says of them."""
    ContentType.objects.clear_cache()

    def show(*, today: Any = (questions_to_answer,), **changed: Any) -> None:
        file = replace(QUESTION_FILE, **changed)
        shown = {"workflows": (QuestionFlow,), "casework": (file,), "today": today}
        install(plugin("questions", enabled_by_default=True, **shown))

    show()
    return show


@pytest.fixture
def ask(portal, time, asker: User, mentor: User) -> Callable[..., Question]:
    """`ask("…")`: a question of the asker's, asked now."""

    def make(text: str = "怎样注册公司？", **fields: Any) -> Question:
        fields = {"asker": asker, "mentor": mentor, **fields}
        case = Question(text=text, number=f"LY-2026-{Question.objects.count() + 1:06d}", **fields)
        return QuestionFlow.ask(case, actor=fields["asker"])

    return make


@pytest.fixture
def question(ask) -> Question:
    return ask()


@pytest.fixture
def returned(question: Question, mentor: User) -> Question:
    """A question that the asker has to say more about."""
    return QuestionFlow.ask_back(question, actor=mentor, note="内部说明：看不懂")


@pytest.fixture
def own(portal, asker: User, signed_in) -> Client:
    """The asker's browser."""
    return signed_in(asker)


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()
