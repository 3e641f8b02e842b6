"""What is wrong with a workflow's table, said at start-up in sentences that name the workflow and the mistake."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from portal.workflow.engine import Workflow
from portal.workflow.registry import workflows


@register("workflows")
def check_workflows(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every mistake is an error: cases would get stuck in it."""
    return [
        Error(f"Workflow {workflow.__name__}: {mistake}.", id="workflow.E001")
        for workflow in workflows()
        for mistake in mistakes_of(workflow)
    ]


def mistakes_of(workflow: type[Workflow[Any]]) -> list[str]:
    """Everything wrong with one table; needs no database."""
    return [*_names(workflow), *_states(workflow), *_words(workflow)]


def _names(workflow: type[Workflow[Any]]) -> Iterator[str]:
    known = set(workflow.states.values)
    for name, row in workflow.transitions.items():
        yield from (
            f"{name} speaks of the unknown state {state!r}" for state in {*row.sources, row.target} - known
        )
        if row.after is not None and not row.sources:
            yield f"{name} is a beginning and cannot have a deadline"
        if not row.by:
            yield f"nobody may {name}"
    labels: dict[str, Any] = {}
    for party in (party for row in workflow.transitions.values() for party in row.by):
        if labels.setdefault(party.name, party) != party:
            yield f"two parties are called {party.name!r}"


def _states(workflow: type[Workflow[Any]]) -> Iterator[str]:
    rows = workflow.transitions.values()
    reached = {row.target for row in rows if not row.sources}
    if not reached:
        yield "it has no beginning"
    while more := {row.target for row in rows if reached & set(row.sources)} - reached:
        reached |= more
    for state in workflow.states.values:
        exits = [row for row in rows if state in row.sources and row.target != state]
        if state not in reached:
            yield f"the state {state!r} cannot be reached"
        if state in workflow.final:
            continue
        if not exits:
            yield f"the state {state!r} is not final and has no exit"
        if not workflow.timed(state) and state not in workflow.waits:
            yield f"the state {state!r} waits without a deadline and without a reason in `waits`"


def _words(workflow: type[Workflow[Any]]) -> Iterator[str]:
    for state in workflow.states.values:
        if not str(workflow.public.get(state, "")):
            yield f"the state {state!r} has no public wording"
    for name, row in workflow.transitions.items():
        for attribute in ("label", "public"):
            if not str(getattr(row, attribute)):
                yield f"{name} has no {attribute} wording"
