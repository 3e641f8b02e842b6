"""The clocks of many cases at once, in one query whatever their number."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType

from portal.workflow.models import Case, Deadline, Step

Key = tuple[int, int]
"""Type and key of a case."""


def key_of(case: Case) -> Key:
    """Under which a case stands in what the functions below return."""
    return ContentType.objects.get_for_model(case).pk, case.pk


def running(cases: Iterable[Case]) -> Mapping[Key, Deadline]:
    """The next deadline of each case; cases without one, or whose clocks stand still, are left out."""
    rows = _of(Deadline.objects.filter(suspended_at=None), cases).order_by("-due_at", "-pk")
    return {(row.case_type_id, row.case_id): row for row in rows}


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
