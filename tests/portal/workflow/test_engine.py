"""A case changes in one way: who may, from where to where, on the record, and never over somebody else's change."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import RequestFactory

from portal.accounts.models import User
from portal.audit.origin import answering
from portal.workflow.engine import ACTOR, CHANGED, GUARD, NOTE, STATE, Refused
from portal.workflow.models import Deadline, Step
from portal.workflow.parties import SYSTEM
from tests.conftest import person
from tests.portal.workflow.conftest import START
from tests.questions import Question, State

pytestmark = pytest.mark.django_db


def history(question: Question) -> list[tuple[str, str, str, str]]:
    return [(step.move, step.party, step.source, step.target) for step in question.steps]


def refused(act: Any, *arguments: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        act(*arguments, **named)
    return refusal.value


def test_beginning_when_carried_out_then_it_is_a_step_and_the_clock_runs(question, asker: User) -> None:
    assert (question.state, question.version) == (State.OPEN, 1)
    assert history(question) == [("ask", "asker", "", "open")]
    step = question.steps.get()
    assert (step.actor, step.at, step.version, step.public, step.role) == (
        asker,
        START,
        1,
        "已提交",
        "提问人",
    )
    assert [
        (deadline.move, (deadline.due_at - START).total_seconds()) for deadline in question.deadlines
    ] == [
        ("remind", 24 * 3600),
        ("overdue", 48 * 3600),
    ]


def test_beginning_when_somebody_else_wants_it_then_nothing_is_kept(flow, time, asker, mentor) -> None:
    refusal = refused(flow.ask, Question(text="？", asker=asker), actor=mentor)

    assert (refusal.code, refusal.sentence) == (ACTOR, "只有提问人可以“提问”。")
    assert not Question.objects.exists()


def test_beginning_when_the_case_exists_then_it_is_refused(flow, question, asker) -> None:
    assert refused(flow.ask, question, actor=asker).code == STATE


def test_move_when_carried_out_then_case_step_and_deadlines_follow(flow, question, mentor) -> None:
    request = RequestFactory(REMOTE_ADDR="192.0.2.1").get("/")
    with answering(request):
        answered = flow.answer(question, actor=mentor, note="见附件", article="第九条")

    assert (answered.state, answered.version) == (State.ANSWERED, 2)
    step = answered.steps.last()
    assert (step.note, step.article, step.address, step.actor) == ("见附件", "第九条", "192.0.2.1", mentor)
    assert not answered.deadlines.exists()


def test_move_when_the_caller_hands_data_over_then_the_effects_have_it(
    flow, question, mentor, officer
) -> None:
    question = flow.hand_over(question, actor=officer, note="出差", mentor=officer)

    assert (question.mentor, question.hand_overs) == (officer, 1)
    assert history(question)[-1] == ("hand_over", "officer", "open", "open")


@pytest.mark.parametrize(
    ("move", "actor", "code", "sentence"),
    [
        ("answer", "asker", ACTOR, "只有导师可以“答复”。"),
        ("hand_over", "asker", ACTOR, "只有导师、服务专员可以“转派”。"),
        ("overdue", "officer", ACTOR, "只有系统可以“超期转派”。"),
        ("supplement", "asker", STATE, "现在是“等待答复”，不能再“补充”。"),
        ("hand_over", "mentor", NOTE, "“转派”须写明理由。"),
    ],
)
def test_move_when_it_may_not_be_then_a_sentence_says_why(
    flow, question, asker, mentor, officer, move: str, actor: str, code: str, sentence: str
) -> None:
    people = {"asker": asker, "mentor": mentor, "officer": officer}

    refusal = refused(getattr(flow, move), question, actor=people[actor], note="  ")

    assert (refusal.code, refusal.sentence) == (code, sentence)
    assert question.steps.count() == 1


def test_move_when_a_guard_objects_then_its_words_are_told(flow, question, mentor) -> None:
    Question.objects.update(text="？")

    refusal = refused(flow.answer, question, actor=mentor)

    assert (refusal.code, refusal.sentence) == (GUARD, "问题里没有可以答复的内容。")


def test_move_when_another_was_quicker_then_the_loser_is_told_by_whom_and_to_what(
    flow, question, asker, mentor
) -> None:
    """R7: never a lost update, and no name."""
    read = Question.objects.get()
    flow.withdraw(question, actor=asker)

    refusal = refused(flow.answer, read, actor=mentor)

    assert refusal.code == CHANGED
    assert refusal.sentence == (
        "你打开之后已有变化：2026年3月9日 10:00 提问人办理（提问人已撤回），现为“已撤回”。请刷新后再办。"
    )
    assert Question.objects.get().state == State.WITHDRAWN


def test_move_when_the_version_read_is_older_than_the_object_then_it_counts(
    flow, question, officer, mentor
) -> None:
    question = flow.extend(question, actor=officer)

    assert refused(flow.answer, question, actor=mentor, version=1).code == CHANGED
    assert flow.answer(question, actor=mentor, version=2).state == State.ANSWERED


def test_move_when_the_case_is_gone_then_a_sentence_says_so(flow, question, mentor) -> None:
    Question.objects.all().delete()

    assert refused(flow.answer, question, actor=mentor).sentence == "这件事项已不存在。"


def test_move_when_an_effect_fails_then_nothing_has_happened(flow, question, officer, monkeypatch) -> None:
    def fail(moved: Any) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr(flow.transitions["hand_over"], "then", (fail,))
    with pytest.raises(RuntimeError):
        flow.hand_over(question, actor=officer, note="出差")

    question = Question.objects.get()
    assert (question.version, question.steps.count(), question.deadlines.count()) == (1, 1, 2)


def test_moves_when_asked_then_they_are_those_of_the_actor(flow, question, asker, mentor, officer) -> None:
    def names(actor: Any) -> list[str]:
        return [move.name for move in flow.available(question, actor)]

    assert names(asker) == ["withdraw"]
    assert names(mentor) == ["answer", "hand_over", "ask_back"]
    assert names(officer) == ["hand_over", "extend"]
    assert names(SYSTEM) == ["remind", "overdue"]
    assert names(person("stranger", "路人")) == []


@pytest.mark.parametrize(
    "change",
    [
        {"target": "answered"},
        {"note": "改写"},
        {"address": "192.0.2.9"},
        {"version": 9},
        {"citation": "measures#a1"},
    ],
)
def test_step_when_somebody_would_change_it_then_the_database_refuses(
    question, change: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Step.objects.update(**change)


def test_step_when_somebody_would_delete_it_then_the_database_refuses(question) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Step.objects.all().delete()


def test_step_when_its_time_is_over_then_note_and_address_can_be_emptied(flow, question, officer) -> None:
    flow.hand_over(question, actor=officer, note="张三在出差")

    assert Step.objects.update(note="", address="") == 2


def test_step_when_its_actor_would_be_deleted_then_the_person_stays(question, asker: User) -> None:
    Question.objects.all().delete()
    with pytest.raises(ProtectedError):
        asker.delete()


def test_step_when_a_version_has_one_then_there_is_no_second(question) -> None:
    step = question.steps.get()
    step.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.bulk_create([step])


def test_case_when_its_workflow_is_gone_then_its_history_is_still_readable(question, install) -> None:
    install()
    step, deadline = question.steps.get(), question.deadlines.first()

    assert (step.public, step.role) == ("ask", "asker")
    assert "remind" in deadline.sentence


def test_move_when_carried_out_then_it_takes_few_statements(
    flow, question, mentor, django_assert_num_queries
) -> None:
    """Savepoint, lock, case, step, deadlines, release."""
    with django_assert_num_queries(6):
        flow.answer(question, actor=mentor)
    assert not Deadline.objects.exists()
