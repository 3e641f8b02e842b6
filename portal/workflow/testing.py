"""What holds for every workflow, as tests: subclass `WorkflowContract`, name the workflow, say how to make a case.

    class TestRequestFlow(WorkflowContract):
        workflow = RequestFlow

        @pytest.fixture
        def case(self, asker): return Request(text="…", asker=asker)      # not saved

        @pytest.fixture
        def people(self, asker, officer): return {"asker": asker, "officer": officer}   # party → person

Every state, every move, every person is tried: what the table allows must come through on the record, what it does
not allow must change nothing. Needs pytest-django and `CLOCK_MAY_BE_SET`.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any, ClassVar

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from portal.workflow.checks import mistakes_of
from portal.workflow.engine import Move, Refused, Workflow
from portal.workflow.models import Deadline
from portal.workflow.parties import SYSTEM

NOTE = "理由"


class WorkflowContract:
    """What holds for every workflow. `data` gives effects what they need, by the name of the move."""

    workflow: ClassVar[type[Workflow[Any]]]
    data: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @pytest.fixture
    def actors(self, people: Mapping[str, Any], db: None) -> dict[str, Any]:
        """The people of the case, the system, and somebody who has nothing to do with it."""
        stranger = get_user_model().objects.create_user("a-stranger-to-every-case")
        return {**people, SYSTEM.name: SYSTEM, "stranger": stranger}

    def test_table_has_no_mistake(self) -> None:
        mistakes = mistakes_of(self.workflow)
        assert not mistakes, f"mistakes: {mistakes}"

    def test_everybody_named_in_the_table_is_given(self, people: Mapping[str, Any]) -> None:
        missing = set(self.workflow.parties()) - {*people, SYSTEM.name}
        assert not missing, f"say who these are in `people`: {missing}"

    def test_every_state_every_move_every_person(self, case: Any, actors: dict[str, Any]) -> None:
        tried = 0
        for state in self._states():
            with _undone():
                begun = self._in_state(case, state, actors)
                untried = transaction.savepoint()
                for move, name in product(self.workflow.moves(), actors):
                    self._try(self._another(begun), move, name, actors[name])
                    transaction.savepoint_rollback(untried)
                    tried += 1
        assert tried == len(self._states()) * len(self.workflow.moves()) * len(actors)

    def _states(self) -> list[str]:
        return ["", *self.workflow.states.values]

    def _in_state(self, case: Any, state: str, actors: dict[str, Any]) -> Any:
        """A case in that state, put there as if it had come by a beginning; "" for one that does not exist yet."""
        fresh = self._another(case)
        if not state:
            return fresh
        beginning = next(move for move in self.workflow.moves() if not move.transition.sources)
        actor = next(actor for actor in actors.values() if beginning.transition.party_of(actor, fresh))
        begun = beginning(fresh, actor=actor, note=NOTE, **self.data.get(beginning.name, {}))
        type(case)._base_manager.filter(pk=begun.pk).update(state=state)
        begun.state = state
        return begun

    def _another(self, case: Any) -> Any:
        """The same case, of which nothing has been read yet; moves change what they are given."""
        return type(case)(**{field.attname: getattr(case, field.attname) for field in case._meta.fields})

    def _try(self, case: Any, move: Move, name: str, actor: Any) -> None:
        row = move.transition
        fitting = case.state in row.sources or not (row.sources or case.state)
        may = row.party_of(actor, case) is not None
        before = case.version
        what = f"{move.name} in {case.state or 'no'!r} state by {name}"
        moved = attempt(move, case, actor, self.data.get(move.name, {}))
        if isinstance(moved, Refused):
            if fitting and may:
                assert any(guard(case, actor) for guard in row.unless), f"{what} is refused: {moved.sentence}"
            assert case.pk is None or case.steps.count() == before, f"{what} is refused and leaves a step"
            return
        assert fitting, f"{what} comes through from a state that is none of its sources"
        assert may, f"{what} comes through although the table does not name them"
        self._look_at(moved, row.target, before, what)

    def _look_at(self, case: Any, target: str, before: int, what: str) -> None:
        case.refresh_from_db()
        assert case.version >= before + 1, f"{what} does not count"
        assert case.steps.count() == case.version, f"{what}: steps and version differ"
        running = set(Deadline.objects.of(case).filter(suspended_at=None).values_list("move", flat=True))
        assert running <= self.workflow.timed(case.state).keys(), f"{what} leaves a deadline of another state"


def attempt(move: Move, case: Any, actor: Any, data: Mapping[str, Any]) -> Any:
    """The case after the move, or the refusal."""
    try:
        return move(case, actor=actor, note=NOTE, **data)
    except Refused as refusal:
        return refusal


class _Undo(Exception):
    pass


class _undone:
    """What happens inside leaves nothing."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> Any:
        self.atomic.__exit__(_Undo, _Undo(), None)
