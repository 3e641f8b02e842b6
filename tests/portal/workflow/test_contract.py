"""The exhaustive test, kept by the question's workflow, and failing where a table and its code say different things."""

import pytest

from portal.accounts.models import User
from portal.workflow.testing import WorkflowContract
from tests.questions import Question, QuestionFlow

pytestmark = pytest.mark.django_db


class Questions(WorkflowContract):
    workflow = QuestionFlow

    @pytest.fixture(autouse=True)
    def installed(self, flow, time) -> None:
        pass

    @pytest.fixture
    def case(self, asker: User, mentor: User) -> Question:
        return Question(text="怎样注册公司？", asker=asker, mentor=mentor)

    @pytest.fixture
    def people(self, asker: User, mentor: User, officer: User) -> dict[str, User]:
        return {"asker": asker, "mentor": mentor, "officer": officer}


class TestQuestionFlow(Questions):
    pass


class TestContract(Questions):
    """What it finds."""

    test_table_has_no_mistake = test_everybody_named_in_the_table_is_given = None

    def test_every_state_every_move_every_person(self, case, actors, monkeypatch) -> None:
        monkeypatch.setattr(
            "portal.workflow.engine.Move._admit", lambda move, case, actor: move.transition.by[0]
        )
        with pytest.raises(AssertionError, match="comes through although the table does not name them"):
            super().test_every_state_every_move_every_person(case, actors)

    def test_somebody_missing(self, people) -> None:
        del people["officer"]
        with pytest.raises(AssertionError, match="officer"):
            super().test_everybody_named_in_the_table_is_given(people)
