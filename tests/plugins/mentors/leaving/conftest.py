"""A mentor who wants to leave, a peer, and a plugin in which something may be open for them: questions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from plugins.mentors.actions.resignation import ask_to_leave
from plugins.mentors.base import Handover, OpenItem
from plugins.mentors.engaging import engage
from plugins.mentors.models import Mentor, Resignation
from portal.accounts.models import User
from portal.plugin.registry import registry
from tests.conftest import person
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.changing.conftest import in_office, mentor, time, writer
from tests.portal.plugin.conftest import install, plugin
from tests.questions import Question, QuestionFlow, State

__all__ = ["in_office", "install", "mentor", "time", "writer"]


def open_questions(mentor: Mentor) -> list[OpenItem]:
    rows = Question.objects.filter(mentor=mentor.user, state=State.OPEN).order_by("pk")
    return [OpenItem(str(row.pk), row.text) for row in rows if mentor.user_id]


def hand_question_over(mentor: Mentor, item: OpenItem, to: Mentor | None, actor: Any) -> None:
    """To the peer, or to nobody: the desk's."""
    question = Question.objects.get(pk=item.key)
    question.mentor = to.user if to else None
    question.save(update_fields=["mentor"])


QUESTIONS = Handover("questions.open", "待答复的留言", open=open_questions, hand_over=hand_question_over)


@pytest.fixture
def questions(install) -> None:
    """A plugin that requires `mentors` is installed beside the others."""
    ContentType.objects.clear_cache()
    offers = {"mentors.handovers": (QUESTIONS,)}
    install(*registry, plugin("questions", requires=("mentors",), offers=offers, workflows=(QuestionFlow,)))


@pytest.fixture
def ask_question(questions: None, citizen: User) -> Callable[..., Question]:
    """`ask_question(mentor, "…")`: as a plugin does it, which engages the mentor first."""
    return lambda mentor, text="怎样注册公司？": asked(mentor, citizen, text)


def asked(mentor: Mentor, asker: User, text: str = "怎样注册公司？") -> Question:
    engaged = engage(mentor.pk)
    return QuestionFlow.ask(Question(text=text, asker=asker, mentor=engaged.user), actor=asker)


@pytest.fixture(scope="module")
def colleague(in_office: int) -> int:
    return MentorFactory(user=person("peer", "司徒远"), page__title="司徒远", page__slug="situ-yuan").pk


@pytest.fixture
def peer(colleague: int, mentor: Mentor) -> Mentor:
    return Mentor.objects.select_related("page", "user").get(pk=colleague)


@pytest.fixture
def resignation(mentor: Mentor, peer: Mentor, writer: User) -> Resignation:
    """Handed in, with a peer suggested."""
    return ask_to_leave(mentor, actor=writer, reason="调往外地工作", heirs=[peer])
