"""The clocks of many cases at once, in one query whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType

from portal.workflow.models import Case, Deadline, Step
from portal.workflow.transitions import Clock

Key = tuple[int, int]
"""Type and key of a case."""


def key_of(case: Case) -> Key:
    """Under which a case stands in what the functions below return."""
    return ContentType.objects.get_for_model(case).pk, case.pk


def running(cases: Iterable[Case]) -> Mapping[Key, Deadline]:
    """The deadline of each case that `counting` names; cases without one, or whose clocks stand still, are left out."""
    found: dict[Key, list[Deadline]] = defaultdict(list)
    for row in _of(Deadline.objects.filter(suspended_at=None), cases):
        found[row.case_type_id, row.case_id].append(row)
    return {key: next_one for key, rows in found.items() if (next_one := counting(rows))}


def counting(deadlines: Sequence[Deadline]) -> Deadline | None:
    """Of a case's deadlines, soonest first, the one that people should know: the next that is more than a reminder.

    Where all are reminders, the last of them is what was promised. None where no clock runs.
    """
    moving = [row for row in deadlines if not row.suspended_at]
    return next((row for row in moving if not _reminds(row)), moving[-1] if moving else None)


def _reminds(deadline: Deadline) -> bool:
    """Whether its move leaves the case in its state and the other clocks going."""
    row = deadline.workflow.transitions.get(deadline.move) if deadline.workflow else None
    return row is not None and row.clock is Clock.KEEP and {*row.sources} == {row.target}


def last_steps(cases: Iterable[Case]) -> Mapping[Key, Step]:
    """The last step of each case."""
    wanted = {(*key_of(case), case.version) for case in cases}
    rows = _of(Step.objects.filter(version__in={version for _type, _key, version in wanted}), cases)
    found = {(row.case_type_id, row.case_id, row.version): row for row in rows}
    return {(row.case_type_id, row.case_id): row for key, row in found.items() if key in wanted}


def _of(rows: Any, cases: Iterable[Case]) -> Any:
    """Those of the cases, and perhaps of others with the same keys, which nobody asks for."""
    keys = {key_of(case) for case in cases}
    types, numbers = {key for key, _number in keys}, {number for _key, number in keys}
    return rows.filter(case_type__in=types, case_id__in=numbers)
