"""Whatever mentors, clerks, editors and time do to a mentor's page, the promises of changes and resignations hold (R9)."""

import os
from collections import defaultdict
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cms_pages.models import MentorPage
from plugins.mentors.actions.profile_change import begin_change, write_change
from plugins.mentors.actions.resignation import ask_to_leave
from plugins.mentors.changing.content import proposed_page
from plugins.mentors.choices import OPEN_CHANGES, ServingState
from plugins.mentors.models import Mentor, ProfileChange, Resignation
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from plugins.mentors.workflows.resignation import ResignationFlow
from portal import clock
from portal.accounts.models import User
from portal.workflow.engine import Refused, Workflow
from portal.workflow.models import Deadline, Step
from portal.workflow.testing import attempt
from portal.workflow.timers import run_due
from tests.conftest import person
from tests.factories.mentors import MentorFactory
from tests.portal.workflow.conftest import START

WORDS = ("一句话甲", "一句话乙", "一句话丙")
PEOPLE = ("writer", "clerk", "stranger")


class LifeOfAMentor(RuleBasedStateMachine):
    """A mentor, a clerk and a stranger try what they like with the pages that they last read, while time passes."""

    workflow: ClassVar[type[Workflow[Any]]]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.moment, self.standing = START, None
        self._put()
        self.mentor = Mentor.objects.select_related("user").get()
        self.writer = self.mentor.user
        self.read: Any = None

    def teardown(self) -> None:
        self.standing.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _put(self) -> None:
        if self.standing:
            self.standing.__exit__(None, None, None)
        self.standing = clock.put(self.moment)
        self.standing.__enter__()

    @property
    def model(self) -> Any:
        return self.workflow.model

    @property
    def kind(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)

    def tried(self, move: str, name: str) -> Any:
        """The move with what was read: it comes through on the record, or nothing has changed."""
        if self.read is None:
            return None
        before = self.model.objects.get(pk=self.read.pk)
        moved = attempt(getattr(self.workflow, move), self.read, User.objects.get(username=name), {})
        now = self.model.objects.get(pk=self.read.pk)
        if isinstance(moved, Refused):
            assert (now.version, now.state) == (before.version, before.state)
        else:
            assert self.read.version == before.version, "somebody else's move was lost"
            self.read = moved
        return moved

    @rule()
    def the_case_is_read_again(self) -> None:
        self.read = self.model.objects.first()

    @rule(hours=st.integers(1, 6 * 24))
    def time_passes(self, hours: int) -> None:
        self.moment += timedelta(hours=hours)
        self._put()

    @rule()
    def the_minutes_sweep_comes(self) -> None:
        assert run_due().failed == 0
        assert not Deadline.objects.due().exists()

    @invariant()
    def steps_are_a_chain_with_one_for_each_version(self) -> None:
        steps_of = defaultdict(list)
        for step in Step.objects.filter(case_type=self.kind).order_by("version"):
            steps_of[step.case_id].append(step)
        cases = self.model.objects.all()
        assert {case.pk for case in cases} == steps_of.keys()
        for case in cases:
            steps = steps_of[case.pk]
            assert [step.version for step in steps] == [*range(1, case.version + 1)]
            assert [step.source for step in steps] == ["", *(step.target for step in steps[:-1])]
            assert steps[-1].target == case.state

    @invariant()
    def nothing_runs_for_what_is_decided(self) -> None:
        decided = self.model.objects.filter(state__in=self.workflow.final).values("pk")
        assert not Deadline.objects.filter(case_type=self.kind, case_id__in=decided).exists()


class LifeOfAPage(LifeOfAMentor):
    """Changes: what is public is what was public before or what a clerk has approved."""

    workflow = ProfileChangeFlow

    def __init__(self) -> None:
        super().__init__()
        self.public = WORDS[0]

    @rule(
        move=st.sampled_from(["submit", "withdraw", "reopen", "approve", "send_back", "reject", "take_over"])
    )
    def somebody_tries(self, move: str) -> None:
        name = "writer" if move in ("submit", "withdraw", "reopen") else "clerk"
        proposed = proposed_page(self.read).headline if self.read else ""
        moved = self.tried(move, name)
        if move == "approve" and isinstance(moved, ProfileChange):
            self.public = proposed

    @rule(move=st.sampled_from(["submit", "approve", "withdraw"]))
    def a_stranger_tries(self, move: str) -> None:
        assert not isinstance(self.tried(move, "stranger"), ProfileChange)

    @rule(words=st.sampled_from(WORDS))
    def the_mentor_writes(self, words: str) -> None:
        change = begin_change(self.mentor, actor=self.writer)
        page = proposed_page(change)
        page.headline = words
        try:
            write_change(change, page, actor=self.writer, seen=change.revision_id or 0)
        except Refused:
            assert not change.is_editable

    @rule(words=st.sampled_from(WORDS))
    def an_editor_publishes(self, words: str) -> None:
        page = MentorPage.objects.get(pk=self.mentor.page_id)
        page.headline = words
        page.save_revision().publish()
        self.public = words

    @invariant()
    def the_page_says_what_was_published(self) -> None:
        pages = MentorPage.objects.filter(pk=self.mentor.page_id)
        assert pages.values_list("headline", "live").get() == (self.public, True)

    @invariant()
    def at_most_one_change_is_open(self) -> None:
        assert ProfileChange.objects.filter(state__in=OPEN_CHANGES).count() <= 1


class LifeOfAResignation(LifeOfAMentor):
    """Resignations: a mentor is a former one exactly when a clerk has agreed, and nothing was open then."""

    workflow = ResignationFlow

    @rule(move=st.sampled_from(["withdraw", "accept", "refuse"]), name=st.sampled_from(PEOPLE))
    def somebody_tries(self, move: str, name: str) -> None:
        moved = self.tried(move, name)
        if isinstance(moved, Resignation):
            assert name == ("writer" if move == "withdraw" else "clerk")

    @rule()
    def the_mentor_asks(self) -> None:
        try:
            ask_to_leave(self.mentor, actor=self.writer, reason="调往外地")
        except Refused:
            left = Mentor.objects.get().has_left()
            assert left or Resignation.objects.filter(state="submitted").exists()

    @invariant()
    def the_mentor_is_in_office_until_it_is_accepted(self) -> None:
        accepted = Resignation.objects.filter(state="accepted").exists()
        assert (Mentor.objects.get().state == ServingState.FORMER) is accepted

    @invariant()
    def at_most_one_resignation_is_open(self) -> None:
        assert Resignation.objects.filter(state="submitted").count() <= 1


@pytest.fixture
def people(site) -> None:
    """Those of every life, and the mentor's page; what a life makes of them is undone at its end."""
    person("stranger", "陌生人")
    person("clerk", "何专员", "导师专员")
    with clock.put(START):
        MentorFactory(user=person("writer", "尉迟青"), page__headline=WORDS[0])


def live(machine: type[LifeOfAMentor], examples: int, steps: int) -> None:
    checked = settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    run_state_machine_as_test(machine, settings=checked)


LIVES = int(os.environ.get("LIVES", "8"))
"""How many lives: each takes seconds, for every step writes pages. LIVES=200 is what R9 asks before a release."""
pytestmark = pytest.mark.usefixtures("people")
MACHINES = pytest.mark.parametrize("machine", [LifeOfAPage, LifeOfAResignation])


@MACHINES
def test_mentor_when_anything_happens_then_the_promises_hold(machine: type[LifeOfAMentor]) -> None:
    live(machine, 3, 15)


@pytest.mark.slow
@MACHINES
def test_mentor_when_anything_happens_50_steps_long_then_the_promises_hold(
    machine: type[LifeOfAMentor],
) -> None:
    live(machine, LIVES, 50)
