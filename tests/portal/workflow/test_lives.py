"""Whatever people, clocks and time do to a case, its promises hold (R9)."""

from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
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
from portal.accounts.models import User
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


ALL_OF_IT = """
    SELECT 'case', version, '', '', state FROM questions_question WHERE id = %s
    UNION ALL
    SELECT 'step', version, move, source, target FROM workflow_step WHERE case_type_id = %s AND case_id = %s
    UNION ALL
    SELECT 'clock', case_id, move, CASE
        WHEN suspended_at IS NOT NULL THEN 'standing' WHEN try_at IS NULL THEN 'parked' ELSE 'running'
    END, '' FROM workflow_deadline
    ORDER BY 1, 2
"""


class Row(NamedTuple):
    """The case with its version and state, a step with its version, or a clock with its case and how it is."""

    what: str
    number: int
    move: str
    source: str
    target: str


class Life(RuleBasedStateMachine):
    """A question among three people who do whatever comes to their minds, while time passes."""

    def __init__(self, people: dict[str, User]) -> None:
        super().__init__()
        ContentType.objects.clear_cache()
        self.people = people
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.moment = START
        self.standing: Any = None
        self._put()
        question = Question(text="怎样？", asker=self.people["asker"], mentor=self.people["mentor"])
        self.read = QuestionFlow.ask(question, actor=self.people["asker"])
        self.version = 1  # of the case as it must be in the database after what has happened

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
        moved = attempt(getattr(QuestionFlow, move), self.read, self.people[name], {})
        if isinstance(moved, Refused):
            assert (moved.code == CHANGED) == (self.read.version != self.version)
        else:
            assert self.read.version == self.version, "somebody else's change was lost"
            self.version += 1
            assert moved.version == self.version
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
        self.version += swept.done
        assert not Deadline.objects.due().exists()

    @precondition(lambda self: self.read.state in QuestionFlow.final)
    @rule()
    def nothing_happens_any_more(self) -> None:
        assert QuestionFlow.available(self.read, self.people["asker"]) == []

    @invariant()
    def its_steps_and_clocks_are_in_order(self) -> None:
        """All that the database holds of the case, which is asked for it once."""
        key, kind = self.read.pk, ContentType.objects.get_for_model(Question).pk
        with connection.cursor() as cursor:
            cursor.execute(ALL_OF_IT, [key, kind, key])
            rows = [Row(*row) for row in cursor]
        [case] = [row for row in rows if row.what == "case"]
        assert case.number == self.version
        self._there_is_a_step_for_each_version_and_they_are_a_chain(
            case, [row for row in rows if row.what == "step"]
        )
        self._a_clock_runs_exactly_while_somebody_is_waited_for(
            case, [row for row in rows if row.what == "clock"]
        )

    def _there_is_a_step_for_each_version_and_they_are_a_chain(self, case: Row, steps: list[Row]) -> None:
        assert [step.number for step in steps] == [*range(1, case.number + 1)]
        for before, after in zip(["", *(step.target for step in steps)], steps, strict=False):
            assert after.source == before
            assert before in QuestionFlow.transitions[after.move].sources or not before
        assert steps[-1].target == case.target

    def _a_clock_runs_exactly_while_somebody_is_waited_for(self, case: Row, clocks: list[Row]) -> None:
        assert {clock.number for clock in clocks} <= {self.read.pk}
        assert "parked" not in {clock.source for clock in clocks}
        running = {clock.move for clock in clocks if clock.source == "running"}
        assert running <= QuestionFlow.timed(case.target).keys()
        assert bool(running) is (case.target not in QuestionFlow.final)
        assert len(running) == len(clocks) or case.target == "returned"


def live(examples: int, steps: int) -> None:
    checked = settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    people = {name: person(name, name) for name in PEOPLE}
    run_state_machine_as_test(partial(Life, people), settings=checked)


def test_question_when_anything_happens_then_its_promises_hold(flow) -> None:
    live(6, 20)


@pytest.mark.slow
def test_question_when_anything_happens_200_times_50_steps_then_its_promises_hold(flow) -> None:
    live(200, 50)
