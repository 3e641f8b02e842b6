"""Notices about a question, with words of their own, and a gateway that remembers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_q.conf import Conf

from portal.accounts.models import Phone, User
from portal.accounts.sms import NotSent, Rejected
from portal.notices.base import Notice, Urgency
from portal.notices.models import Choice
from tests.portal.plugin.conftest import plugin
from tests.portal.workflow.conftest import asker, flow, install, mentor, officer, question, time
from tests.questions import Question, QuestionFlow

__all__ = ["asker", "flow", "install", "mentor", "officer", "question", "time"]

TITLE = "留言 {{ number }} 已答复"
BODY = "您好，{{ name }}：\n您的留言 {{ number }} 已由导师答复，请在 7 日内评价。"
SMS = "您的留言 {{ number }} 已由导师答复，请登录青创通查看。"


def notice(name: str = "answered", **changed: Any) -> Notice:
    given: dict[str, Any] = {
        "label": "留言已答复",
        "to": lambda question: [question.asker],
        "context": lambda question: {"number": question.pk, "name": question.asker.get_full_name()},
        "example": {"number": 318, "name": "陈提问"},
        "link": lambda question: f"/questions/{question.pk}/",
    }
    return Notice(f"questions.{name}", **given | changed)


ANSWERED = notice()
REMINDED = notice(
    "reminded", label="待答复提醒", urgency=Urgency.REMINDER, to=lambda question: [question.mentor]
)
ALARM = notice("alarm", label="紧急", urgency=Urgency.URGENT)
ALL = (ANSWERED, REMINDED, ALARM)


@pytest.fixture
def words(tmp_path: Path, settings) -> Callable[..., None]:
    """`words("answered", sms="…")`: the templates of a notice."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]

    def write(name: str, title: str = TITLE, body: str = BODY, sms: str = SMS) -> None:
        folder = tmp_path / "questions" / "notices"
        folder.mkdir(parents=True, exist_ok=True)
        for part, text in (("title", title), ("body", body), ("sms", sms)):
            (folder / f"{name}.{part}.txt").write_text(text, encoding="utf-8")

    return write


@pytest.fixture(autouse=True)
def told(flow, install, words, monkeypatch) -> None:
    """The portal has these notices; what is put into the queue waits there."""
    install(plugin("questions", workflows=(QuestionFlow,), notices=ALL))
    for each in ALL:
        words(each.key.partition(".")[2])
    monkeypatch.setattr(Conf, "SYNC", False)


class StubGateway:
    """A gateway whose mood can be set."""

    sent: list[tuple[str, str, str]] = []
    mood: Exception | None = None

    def send(self, phone: str, text: str, key: str) -> None:
        if type(self).mood is not None:
            raise type(self).mood
        self.sent.append((phone, text, key))


@pytest.fixture
def gateway(settings) -> type[StubGateway]:
    settings.SMS_GATEWAY = f"{__name__}.StubGateway"
    StubGateway.sent.clear()
    StubGateway.mood = None
    return StubGateway


@pytest.fixture
def by_phone(asker: User, gateway) -> User:
    """The asker wants text messages only."""
    return wants_sms(asker, "13800001111")


def wants_sms(person: User, number: str) -> User:
    Phone.objects.create(user=person, number=number, confirmed_at=timezone.now())
    Choice.objects.create(person=person, email=False, sms=True)
    return person


DOWN, NEVER = NotSent("no answer"), Rejected("no such number")


def ask(asker: User, mentor: User, text: str = "怎样注册公司？") -> Question:
    return QuestionFlow.ask(Question(text=text, asker=asker, mentor=mentor), actor=asker)
