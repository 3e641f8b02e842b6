"""Do what is due: each deadline in its own transaction, exactly once however many do it at once (decisions 2 to 4)."""

import time
from enum import Enum
from typing import NamedTuple

import structlog
from django.db import transaction
from django.db.models import QuerySet

from portal import clock
from portal.kept import delete
from portal.workflow.engine import Refused
from portal.workflow.models import Deadline
from portal.workflow.registry import by_type
from portal.working_time.durations import ClockHours

log = structlog.get_logger(__name__)

BATCH = 200
LONGEST_SWEEP = 90.0  # seconds: a job may take 120; the next sweep goes on
PARKED_AFTER = 5  # failures, with 1, 2, 4, 8 minutes between them


class Outcome(Enum):
    DONE = "done"
    GONE = "gone"
    """Somebody else did it, or a person was quicker."""
    BUSY = "busy"
    """Somebody works on the case at this moment."""
    FAILED = "failed"


class Swept(NamedTuple):
    done: int
    failed: int


def due() -> QuerySet[Deadline]:
    """What is due now, oldest first, as far as its workflow is installed."""
    return Deadline.objects.due().filter(case_type__in=list(by_type()))


def run_due() -> Swept:
    """Carry out everything that is due, oldest first; returns how much was done and how much failed.

    Safe at any time, in any number of processes. What failed is tried again later and shown to staff in the end.
    """
    outcomes: list[Outcome] = []
    end = time.monotonic() + LONGEST_SWEEP
    while batch := list(due()[:BATCH]):
        now = []
        for deadline in batch:
            if time.monotonic() > end:
                break
            now.append(_outcome(deadline))
        outcomes += now
        if len(now) < len(batch) or set(now) == {Outcome.BUSY}:
            break
    return Swept(outcomes.count(Outcome.DONE), outcomes.count(Outcome.FAILED))


def try_again(key: int) -> bool:
    """Put a parked deadline back, so that the next sweep tries it; whether it was parked."""
    return bool(Deadline.objects.parked().filter(pk=key).update(try_at=clock.now(), failures=0))


def _outcome(deadline: Deadline) -> Outcome:
    try:
        with transaction.atomic():
            return _fire(deadline)
    except Exception as error:  # whatever one case's effects raise, the others are not to wait for it
        _note_failure(deadline, error)
        return Outcome.FAILED


def _fire(deadline: Deadline) -> Outcome:
    """The case is locked first, as every move does; then whoever deletes the deadline, if it is still due, has it."""
    workflow = by_type()[deadline.case_type_id]
    case = workflow.locked(deadline.case_id, skip_locked=True)
    if case is None and workflow.model._base_manager.filter(pk=deadline.case_id).exists():
        return Outcome.BUSY
    now, moments = clock.sql()
    mine = delete(Deadline, f"id = %s AND try_at <= {now}", [deadline.pk, *moments])
    if not mine or case is None:  # a case that was deleted has nothing left to do
        return Outcome.GONE
    workflow.move(workflow.transitions[deadline.move]).by_clock(case, deadline)
    return Outcome.DONE


def _note_failure(deadline: Deadline, error: Exception) -> None:
    said = error.sentence if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
    failures = deadline.failures + 1
    log.error("deadline_failed", deadline=deadline.pk, move=deadline.move, failures=failures, exc_info=error)
    pause = ClockHours(2 ** (failures - 1) / 60)
    again = None if failures >= PARKED_AFTER else pause.due(clock.read())
    Deadline.objects.filter(pk=deadline.pk, suspended_at=None).update(
        failures=failures, last_error=said[:500], try_at=again
    )
