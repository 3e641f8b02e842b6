"""A table with a hole in it is refused at start-up, in a sentence that names the hole."""

from typing import Any

import pytest
from django.core.checks import Error

from portal.workflow.checks import check_workflows, mistakes_of
from portal.workflow.engine import Workflow
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Transition
from portal.working_time.durations import ClockHours
from tests.portal.plugin.conftest import plugin
from tests.questions import ANSWERED, OPEN, RETURNED, WITHDRAWN, Question, QuestionFlow, State

SOMEBODY = Party("somebody", "某人", lambda user, case: True)


def move(sources: Any, target: str, **changed: Any) -> Transition:
    given = {"by": (SOMEBODY,), "label": "办", "public": "已办", **changed}
    return Transition(sources, target, **given)


def flow(**changed: Any) -> type[Workflow[Any]]:
    """A sound table of the question's states, with changes."""
    table = {
        "label": "留言",
        "model": Question,
        "states": State,
        "final": {ANSWERED, WITHDRAWN},
        "public": {state: state.label for state in State},
        "waits": {RETURNED: "等提问人"},
        "begin": move((), OPEN),
        "answer": move({OPEN}, ANSWERED),
        "ask_back": move({OPEN}, RETURNED),
        "withdraw": move({RETURNED}, WITHDRAWN),
        "overdue": move({OPEN}, OPEN, by=(SYSTEM,), after=ClockHours(48)),
    }
    return type("TestedFlow", (Workflow,), table | changed)


def test_table_when_sound_then_there_is_nothing_to_say() -> None:
    assert mistakes_of(flow()) == []
    assert mistakes_of(QuestionFlow) == []


@pytest.mark.parametrize(
    ("changed", "mistake"),
    [
        ({"begin": None}, "it has no beginning"),
        ({"begin": move((), RETURNED)}, "the state 'open' cannot be reached"),
        ({"ask_back": None}, "the state 'returned' cannot be reached"),
        ({"withdraw": None}, "the state 'returned' is not final and has no exit"),
        ({"withdraw": move({RETURNED}, RETURNED)}, "the state 'returned' is not final and has no exit"),
        ({"waits": {}}, "the state 'returned' waits without a deadline and without a reason in `waits`"),
        ({"overdue": None}, "the state 'open' waits without a deadline and without a reason in `waits`"),
        ({"public": {OPEN: "等待答复"}}, "the state 'answered' has no public wording"),
        ({"answer": move({OPEN}, ANSWERED, public="")}, "answer has no public wording"),
        ({"answer": move({OPEN}, ANSWERED, label="")}, "answer has no label wording"),
        ({"answer": move({OPEN}, ANSWERED, by=())}, "nobody may answer"),
        ({"answer": move({"opne"}, ANSWERED)}, "answer speaks of the unknown state 'opne'"),
        ({"begin": move((), OPEN, after=ClockHours(1))}, "begin is a beginning and cannot have a deadline"),
        (
            {"answer": move({OPEN}, ANSWERED, by=(Party("somebody", "别人", bool),))},
            "two parties are called 'somebody'",
        ),
    ],
)
def test_table_when_it_has_a_hole_then_the_hole_is_named(changed: dict[str, Any], mistake: str) -> None:
    assert mistake in mistakes_of(flow(**changed))


def test_start_up_when_a_plugin_brings_a_table_with_a_hole_then_it_is_an_error(install) -> None:
    install(plugin("questions", workflows=(flow(waits={}),)))

    (error,) = check_workflows(None)
    assert (type(error), error.id) == (Error, "workflow.E001")
    assert error.msg.startswith("Workflow TestedFlow: the state 'returned' waits")
