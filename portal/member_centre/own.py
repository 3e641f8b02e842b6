"""A person's own cases, of whatever workflow, as the pages and the API show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.casework.addresses import case_url
from portal.casework.base import CaseFile, Todo
from portal.casework.clocks import key_of, last_steps, running
from portal.casework.registry import case_file, case_files
from portal.plugin.base import Plugin
from portal.plugin.registry import registry
from portal.workflow.models import Case, Deadline, Step


@dataclass(frozen=True)
class OwnCase:
    """One case with what a list says of it. `due` is when something happens by itself; `todo` what the person has to
    do before."""

    file: CaseFile
    case: Any
    last: Step
    deadline: Deadline | None
    number: str
    title: str
    todo: Todo | None

    @property
    def kind(self) -> str:
        return self.file.kind

    @property
    def url(self) -> str:
        return case_url(self.case)

    @property
    def state_label(self) -> str:
        """The state in the words for everybody."""
        return str(self.file.workflow.public[self.case.state])

    @property
    def is_open(self) -> bool:
        return self.case.state not in self.file.workflow.final

    @property
    def is_resting(self) -> bool:
        """Whether nobody has anything to do in its state, whose end is no time limit for anybody then."""
        return self.case.state in self.file.resting

    @property
    def since(self) -> datetime:
        """When it came into its state."""
        return self.last.at

    @property
    def due(self) -> datetime | None:
        return self.deadline.due_at if self.deadline else None


def seen(file: CaseFile, case: Case, last: Step, deadline: Deadline | None) -> OwnCase:
    """The case as its file words it."""
    ask = file.todo.get(case.state)
    todo = ask(case) if ask else None
    return OwnCase(file, case, last, deadline, file.number(case) or "", str(file.title(case)), todo)


def all_seen(pairs: Iterable[tuple[CaseFile, Case]]) -> list[OwnCase]:
    """The same for many, with two queries whatever their number."""
    known = list(pairs)
    cases = [case for _file, case in known]
    steps, deadlines = last_steps(cases), running(cases)
    return [seen(file, case, steps[key_of(case)], deadlines.get(key_of(case))) for file, case in known]


def with_casework(site: Any) -> list[Plugin]:
    """The plugins that are on and bring casework."""
    return [plugin for plugin in registry.enabled(site) if plugin.casework]


def own_case(person: Any, kind: str, pk: int, site: Any) -> tuple[CaseFile, Any]:
    """The person's case with its file. Raises Http404 for one that is somebody else's, or not there."""
    file = case_file(kind, site)
    if file is None:
        raise Http404
    return file, get_object_or_404(file.mine(person), pk=pk)


def case_of_number(person: Any, number: str, site: Any) -> Any:
    """The person's case with that receipt number. Raises Http404 where there is none."""
    could_be = number and number.isprintable()
    numbered = (file for file in case_files(site) if could_be and _has_numbers(file.workflow.model))
    found = (file.mine(person).filter(number=number).first() for file in numbered)
    if case := next(filter(None, found), None):
        return case
    raise Http404


def _has_numbers(model: type[Case]) -> bool:
    return any(field.name == "number" for field in model._meta.fields)
