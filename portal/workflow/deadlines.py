"""The clocks of a case: which run after a move, which stand still, what is left of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from portal.kept import delete, insert
from portal.workflow.models import MOMENT, Deadline, Step
from portal.workflow.transitions import Clock, Moved, Transition


def adjust(workflow: Any, case: Any, row: Transition, step: Step) -> None:
    """Delete, keep, suspend, resume and set the deadlines of a case after its step; part of its transaction."""
    timed = workflow.timed(row.target)
    stay = STAYING[row.clock](list(Deadline.objects.of(case)), timed, step.at) if row.clock in STAYING else []
    if stay:
        gone = Deadline.objects.of(case).exclude(pk__in=[deadline.pk for deadline in stay])
        # As one statement; `delete` would read them first, for signals that nobody hears.
        gone._raw_delete(gone.db)
    elif step.source:
        delete(Deadline, "case_type_id = %s AND case_id = %s", [step.case_type_id, case.pk])
    known = {deadline.move for deadline in stay}
    if row.clock is Clock.KEEP:
        known |= workflow.timed(step.source).keys()
    begin = {name: limit.limit_for(case) for name, limit in timed.items() if name not in known}
    insert([_deadline(case, name, limit, step.at) for name, limit in begin.items() if limit is not None])


def set_limit(moved: Moved, move: str, limit: Any) -> None:
    """Give a move of the case another time limit, counted from this step: an effect of moves that extend it (T6)."""
    Deadline.objects.of(moved.case).filter(move=move).delete()
    _deadline(moved.case, move, limit, moved.step.at).save()


def _deadline(case: Any, move: str, limit: Any, start: datetime) -> Deadline:
    fixed = isinstance(limit, datetime)
    due_at = limit if fixed else limit.due(start)
    return Deadline(
        case_type=ContentType.objects.get_for_model(case),
        case_id=case.pk,
        move=move,
        unit=MOMENT if fixed else limit.unit,
        amount=0 if fixed else limit.amount,
        counted_from=start,
        due_at=due_at,
        try_at=due_at,
    )


Rows = list[Deadline]


def _kept(rows: Rows, timed: dict[str, Transition], at: datetime) -> Rows:
    return [row for row in rows if row.suspended_at or row.move in timed]


def _suspended(rows: Rows, timed: dict[str, Transition], at: datetime) -> Rows:
    for row in rows:
        if not row.suspended_at:
            row.suspend(at)
    return rows


def _resumed(rows: Rows, timed: dict[str, Transition], at: datetime) -> Rows:
    stay = [row for row in rows if row.suspended_at and row.move in timed]
    for row in stay:
        row.resume(at)
    return stay


STAYING: dict[Clock, Callable[[Rows, dict[str, Transition], datetime], Rows]] = {
    Clock.KEEP: _kept,
    Clock.SUSPEND: _suspended,
    Clock.RESUME: _resumed,
}
