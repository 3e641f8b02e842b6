"""Whatever people, clocks and time do to a case, its promises hold (R9)."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal import clock
from portal.workflow.engine import CHANGED, Refused
from portal.workflow.models import Deadline
from portal.workflow.testing import attempt
from portal.workflow.timers import run_due
from tests.conftest import person
from tests.portal.workflow.conftest import START
from tests.questions import Question, QuestionFlow

pytestmark = pytest.mark.django_db

MOVES = [move.name for move in QuestionFlow.moves() if move.transition.sources]
PEOPLE = ("asker", "mentor", "officer")


class Life(RuleBasedStateMachine):
    """A question among three people who do whatever comes to their minds, while time passes."""

    def __init__(self) -> None:
        super().__init__()
        ContentType.objects.clear_cache()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.people = {name: person(name, name) for name in PEOPLE}
        self.moment = START
        self.standing: Any = None
        self._put()
        question = Question(text="怎样？", asker=self.people["asker"], mentor=self.people["mentor"])
        self.read = QuestionFlow.ask(question, actor=self.people["asker"])

    def teardown(self) -> None:
        self.standing.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _put(self) -> None:
        if self.standing:
            self.standing.__exit__(None, None, None)
        self.standing = clock.put(self.moment)
        self.standing.__enter__()

    @rule(move=st.sampled_from(MOVES), name=st.sampled_from(PEOPLE))
    def somebody_tries(self, move: str, name: str) -> None:
        """With the page that was open: a move comes through, or nothing has changed."""
        version = Question.objects.get(pk=self.read.pk).version
        moved = attempt(getattr(QuestionFlow, move), self.read, self.people[name], {})
        if isinstance(moved, Refused):
            assert Question.objects.get(pk=self.read.pk).version == version
            assert (moved.code == CHANGED) == (self.read.version != version)
        else:
            assert self.read.version == version, "somebody else's change was lost"
            assert moved.version == version + 1
            self.read = moved

    @rule()
    def the_page_is_read_again(self) -> None:
        self.read = Question.objects.get(pk=self.read.pk)

    @rule(minutes=st.integers(1, 4 * 24 * 60))
    def time_passes(self, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)
        self._put()

    @rule()
    def the_minutes_sweep_comes(self) -> None:
        swept = run_due()
        assert swept.failed == 0
        assert not Deadline.objects.due().exists()

    @precondition(lambda self: self.read.state in QuestionFlow.final)
    @rule()
    def nothing_happens_any_more(self) -> None:
        assert QuestionFlow.available(self.read, self.people["asker"]) == []

    @invariant()
    def its_steps_and_clocks_are_in_order(self) -> None:
        """Both read the case as it is in the database, which is asked for it once."""
        question = Question.objects.get(pk=self.read.pk)
        self._there_is_a_step_for_each_version_and_they_are_a_chain(question)
        self._a_clock_runs_exactly_while_somebody_is_waited_for(question)

    def _there_is_a_step_for_each_version_and_they_are_a_chain(self, question: Question) -> None:
        steps = list(question.steps.values_list("version", "move", "source", "target", named=True))
        assert [step.version for step in steps] == [*range(1, question.version + 1)]
        for before, after in zip(["", *(step.target for step in steps)], steps, strict=False):
            assert after.source == before
            assert before in QuestionFlow.transitions[after.move].sources or not before
        assert steps[-1].target == question.state

    def _a_clock_runs_exactly_while_somebody_is_waited_for(self, question: Question) -> None:
        deadlines = list(Deadline.objects.all())
        assert {deadline.case_id for deadline in deadlines} <= {question.pk}
        running = {deadline.move for deadline in deadlines if deadline.suspended_at is None}
        assert running <= QuestionFlow.timed(question.state).keys()
        assert bool(running) is (question.state not in QuestionFlow.final)
        assert len(running) == len(deadlines) or question.state == "returned"
        assert all(deadline.try_at or deadline.suspended_at for deadline in deadlines), "one is parked"


def live(examples: int, steps: int) -> None:
    checked = settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    run_state_machine_as_test(Life, settings=checked)


def test_question_when_anything_happens_then_its_promises_hold(flow) -> None:
    live(6, 20)


@pytest.mark.slow
def test_question_when_anything_happens_200_times_50_steps_then_its_promises_hold(flow) -> None:
    live(200, 50)
