"""People, clocks and crashes at the same instant: one outcome each. Real threads and processes against PostgreSQL."""

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import close_old_connections, connection, connections

from portal.workflow import timers
from portal.workflow.engine import CHANGED, Move, Refused
from portal.workflow.models import Deadline, Step
from portal.workflow.timers import Swept, run_due
from tests.portal.workflow.conftest import START
from tests.questions import Question, QuestionFlow, State

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]
ROUNDS = 10


def race(*acts: Callable[[], Any]) -> list[str]:
    """Do all at the same instant; the code of each refusal, "" for what came through."""
    start, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        close_old_connections()
        try:
            start.wait(10)
            act()
        except Refused as refusal:
            outcomes[place] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def wait_until_somebody_waits() -> None:
    """Until another connection is held up by a lock; gives up after some tries, then nobody will."""
    with connection.cursor() as cursor:
        for _try in range(100):
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction looks only once otherwise
            cursor.execute(
                "SELECT pg_sleep(0.02), count(*) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[1]:
                return


def ask(asker: Any, mentor: Any) -> Question:
    return QuestionFlow.ask(Question(text="怎样注册公司？", asker=asker, mentor=mentor), actor=asker)


def consistent(question: Question) -> bool:
    """A step for each version, each beginning where the last one ended, and the state of the last one (R9)."""
    steps = list(question.steps)
    chained = all(before.target == after.source for before, after in pairwise(steps))
    versions = [step.version for step in steps]
    return chained and versions == [*range(1, question.version + 1)] and steps[-1].target == question.state


def test_case_when_two_decide_at_once_then_one_does_and_the_other_is_told(flow, time, asker, mentor) -> None:
    """R7: both have read the same version."""
    for _round in range(ROUNDS):
        question = ask(asker, mentor)
        outcomes = race(
            lambda question=question: flow.answer(question, actor=mentor),
            lambda question=question: flow.withdraw(question, actor=asker),
        )
        assert sorted(outcomes) == ["", CHANGED]
        question.refresh_from_db()
        assert question.state == (State.WITHDRAWN if outcomes[0] else State.ANSWERED)
        assert question.version == 2
        assert consistent(question)


def test_case_when_people_and_the_clock_come_at_once_then_there_is_one_outcome(
    flow, time, asker, mentor
) -> None:
    """R6: the mentor answers, the asker withdraws, and two sweeps come, all in the second in which it is overdue."""
    for _round in range(ROUNDS):
        question = ask(asker, mentor)
        time.shift(hours=48)
        outcomes = race(
            lambda question=question: flow.answer(question, actor=mentor),
            lambda question=question: flow.withdraw(question, actor=asker),
            run_due,
            run_due,
        )
        run_due()
        question.refresh_from_db()
        moves = Counter(question.steps.values_list("move", flat=True))
        decided = moves["answer"] + moves["withdraw"]
        assert decided == outcomes[:2].count("") <= 1
        assert moves["remind"] <= 1
        assert moves["overdue"] <= 1
        assert decided or moves["overdue"] == 1
        assert consistent(question)
        assert question.deadlines.exists() is (question.state == State.OPEN)


def many(asker: Any, mentor: Any, count: int) -> None:
    """So many open questions, each with its deadline of 48 hours and nothing else."""
    questions = Question.objects.bulk_create(
        Question(text=str(number), asker=asker, mentor=mentor, state=State.OPEN, version=1)
        for number in range(count)
    )
    kind = ContentType.objects.get_for_model(Question)
    Step.objects.bulk_create(
        Step(
            case_type=kind,
            case_id=question.pk,
            version=1,
            move="ask",
            actor=asker,
            party="asker",
            target=State.OPEN,
            at=START,
        )
        for question in questions
    )
    Deadline.objects.bulk_create(
        Deadline(
            case_type=kind,
            case_id=question.pk,
            move="overdue",
            unit="seconds",
            amount=48 * 3600,
            counted_from=START,
            due_at=START + timedelta(hours=48, seconds=number),
            try_at=START + timedelta(hours=48, seconds=number),
        )
        for number, question in enumerate(questions)
    )


def processes(*works: Callable[[], Any]) -> list[int]:
    """Run each in a process of its own; the exit codes."""
    connections.close_all()
    forks = [multiprocessing.get_context("fork").Process(target=work) for work in works]
    for fork in forks:
        fork.start()
    for fork in forks:
        fork.join(120)
    return [fork.exitcode or 0 for fork in forks]


def command() -> None:
    call_command("run_due", verbosity=0)


def each_once(count: int) -> bool:
    """One effect for each question, and one step that says so."""
    fired = Step.objects.filter(move="overdue")
    return (
        Question.objects.filter(hand_overs=1, version=2).count()
        == fired.values("case_id").distinct().count()
        == fired.count()
        == count
    )


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_sweep_when_three_schedulers_and_a_timer_run_at_once_then_each_effect_is_one(
    flow, time, asker, mentor, monkeypatch, count: int
) -> None:
    """T3."""
    monkeypatch.setattr("portal.clock.is_right", lambda: True)
    many(asker, mentor, count)
    time.shift(hours=49)

    assert processes(run_due, run_due, run_due, command) == [0, 0, 0, 0]

    assert each_once(count)


def die(*arguments: Any, **named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(point: str, after: int) -> Callable[[], None]:
    """A sweep whose process is killed at that point of its item of that number."""

    def work() -> None:
        count = 0

        def counting(original: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
            def counted(*arguments: Any, **named: Any) -> Any:
                nonlocal count
                count += 1
                if before and count == after:
                    die()
                result = original(*arguments, **named)
                if not before and count == after:
                    die()
                return result

            return counted

        if point == "before claim":
            QuestionFlow.locked = counting(QuestionFlow.locked, before=True)
        elif point == "after claim":
            Move.by_clock = counting(Move.by_clock, before=True)
        elif point == "before commit":
            Move.by_clock = counting(Move.by_clock, before=False)
        elif point == "after commit":
            timers._outcome = counting(timers._outcome, before=False)
        run_due()
        if point == "before acknowledging":
            die()

    return work


POINTS = ("before claim", "after claim", "before commit", "after commit", "before acknowledging")


@pytest.mark.parametrize("point", POINTS)
def test_worker_when_killed_then_each_effect_happens_once_in_the_end(
    flow, time, asker, mentor, point: str
) -> None:
    """T2: 100 items, killed twice, then left alone."""
    many(asker, mentor, 100)
    time.shift(hours=49)

    codes = processes(killed_at(point, 40)) + processes(killed_at(point, 30)) + processes(run_due)

    assert codes == [-signal.SIGKILL, -signal.SIGKILL, 0]
    assert each_once(100)


@pytest.mark.slow
def test_portal_when_down_for_three_days_then_5000_overdue_are_cleared_in_their_order(
    flow, time, asker, mentor
) -> None:
    """T4."""
    many(asker, mentor, 5000)
    time.shift(days=3)
    done = Swept(0, 0)
    while done.done < 5000:
        swept = run_due()
        assert swept.done, "nothing moves"
        done = Swept(done.done + swept.done, done.failed + swept.failed)

    assert done == Swept(5000, 0)
    assert each_once(5000)
    fired = Step.objects.filter(move="overdue").order_by("pk").values_list("case_id", flat=True)
    assert list(fired) == sorted(fired)
