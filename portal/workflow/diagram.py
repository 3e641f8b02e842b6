"""docs/workflows.md: every workflow as a picture and a table, made from the code."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation

from portal.workflow.engine import Workflow
from portal.workflow.transitions import Clock, Transition

HEAD = """# Workflows

Made by `manage.py draw_workflows` from the tables of the installed plugins; a test fails when this page is not current.
How to read them and to write one: [plugins](plugins.md#workflows); why they are as they are:
[decision 0015](decisions/0015-workflows-as-tables.md), [decision 0016](decisions/0016-the-databases-clock.md).
"""
CLOCKS = {
    Clock.RESTART: "",
    Clock.KEEP: "期限继续",
    Clock.SUSPEND: "暂停计时",
    Clock.RESUME: "继续计时",
}


def page(workflows: Iterable[type[Workflow[Any]]]) -> str:
    """The whole page, in Chinese."""
    with translation.override(settings.LANGUAGE_CODE):
        return "\n".join([HEAD, *map(section, workflows)])


def section(workflow: type[Workflow[Any]]) -> str:
    """A heading, the states as a Mermaid diagram, the moves as a table."""
    lines = [f"## {workflow.label}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value} : {state.label}" for state in workflow.states]
    lines += [line for row in workflow.transitions.values() for line in _arrows(row)]
    lines += [f"    {state} --> [*]" for state in workflow.states.values if state in workflow.final]
    lines += ["```", "", "| 办理 | 自 | 至 | 由 | 期限 | 依据 |", "|---|---|---|---|---|---|"]
    lines += [_table_row(workflow, row) for row in workflow.transitions.values()]
    return "\n".join([*lines, ""])


def _arrows(row: Transition) -> list[str]:
    return [
        f"    {source} --> {row.target} : {row.label}（{_parties(row)}）"
        for source in _sources(row) or ["[*]"]
    ]


def _table_row(workflow: type[Workflow[Any]], row: Transition) -> str:
    words = dict(workflow.states.choices)
    sources = "、".join(str(words[source]) for source in _sources(row)) or "–"
    clock = "，".join(filter(None, [_limit(row), CLOCKS[row.clock]]))
    return f"| {row.label} | {sources} | {words[row.target]} | {_parties(row)} | {clock} | {row.article} |"


def _sources(row: Transition) -> list[str]:
    return sorted(map(str, row.sources))


def _parties(row: Transition) -> str:
    return "、".join(str(party.label) for party in row.by)


def _limit(row: Transition) -> str:
    if row.after is None:
        return ""
    return "按事项计算" if callable(row.after) else f"{row.after}后自动"
