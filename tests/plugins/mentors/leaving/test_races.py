"""Two clerks, and a question that arrives while its mentor is being dismissed: one outcome each (A15, R7)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction  # noqa: F401 - the skip asks it

from plugins.mentors.actions.profile_change import begin_change
from plugins.mentors.actions.resignation import ask_to_leave
from plugins.mentors.choices import ServingState
from plugins.mentors.leaving.handing_over import open_work
from plugins.mentors.models import Mentor, ProfileChange, Resignation
from plugins.mentors.workflows.resignation import ResignationFlow
from portal.accounts.models import User
from portal.workflow.engine import CHANGED, GUARD
from tests.conftest import person
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.leaving.conftest import asked
from tests.portal.workflow.test_races import race

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]
ROUNDS = 5


def begun() -> Resignation:
    """A mentor who has asked to leave; another one each time."""
    number = Mentor.objects.count()
    user = person(f"writer-{number}", "尉迟青")
    return ask_to_leave(MentorFactory(user=user), actor=user, reason="调往外地")


def within(act: Callable[[], Any]) -> Callable[[], Any]:
    """In one transaction, as a request is."""

    def run() -> None:
        with transaction.atomic():
            act()

    return run


def test_mentor_when_a_question_arrives_while_they_are_dismissed_then_nobodys_question_is_orphaned(
    questions, site, clerk: User, citizen: User
) -> None:
    """Either the question was first and the dismissal is refused, or the mentor has left and the question is."""
    for _round in range(ROUNDS):
        resignation = begun()
        mentor = resignation.mentor
        outcomes = race(
            lambda case=resignation: ResignationFlow.accept(case, actor=clerk),
            within(lambda key=mentor: asked(key, citizen)),
        )
        mentor.refresh_from_db()
        assert sorted(outcomes) == ["", GUARD]
        left = mentor.state == ServingState.FORMER
        assert left is (outcomes[0] == "")
        assert bool(open_work(mentor)) is not left


def test_clerks_when_two_decide_at_once_then_one_does_and_the_other_is_told(site, clerk: User) -> None:
    other = person("other", "另一专员", "导师专员")
    for _round in range(ROUNDS):
        resignation = begun()
        outcomes = race(
            lambda case=resignation: ResignationFlow.accept(case, actor=clerk),
            lambda case=resignation: ResignationFlow.refuse(case, actor=other, note="先电话确认。"),
        )
        assert sorted(outcomes) == ["", CHANGED]
        resignation.refresh_from_db()
        assert resignation.state == ("refused" if outcomes[0] else "accepted")
        left = Mentor.objects.get(pk=resignation.mentor_id).state == ServingState.FORMER
        assert left is (resignation.state == "accepted")


def test_mentor_when_two_devices_begin_a_change_at_once_then_there_is_one(site) -> None:
    user = person("writer", "尉迟青")
    mentor = MentorFactory(user=user)

    def begin() -> ProfileChange:
        return begin_change(mentor, actor=user)

    assert race(begin, begin, begin) == ["", "", ""]
    assert ProfileChange.objects.count() == 1
