"""Keeping the queue as the cases are: one row for each case that some plugin declares in `casework`.

`follow` is called in the transaction of every move, with the case locked. `rebuild` writes the same rows anew from
cases, steps and deadlines; what only the rows know, who has and who first had a case, stays.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation

from portal.casework.base import CaseFile
from portal.casework.clocks import counting
from portal.casework.registry import case_file_for, case_files
from portal.desk.actions import refuse_held
from portal.desk.models import NEVER, WorkItem
from portal.workflow.models import Deadline, Step
from portal.workflow.parties import SYSTEM
from portal.workflow.transitions import Moved

READ_AT_ONCE = 500


def follow(sender: Any, moved: Moved, **kwargs: Any) -> None:
    """Write the row of a case that has just moved; nothing for cases that no plugin declares.

    Raises Refused, and so undoes the move, where staff decide a case that a colleague has (S3): at the desk, on a page
    of the plugin, or by the API. What leaves the case where it is, such as a manager's consent, decides nothing.
    """
    file = case_file_for(type(moved.case))
    if file is None:
        return
    before = _before(moved.case)
    was_work = _was_their_work(file, moved.step)
    if before and was_work and moved.step.source != moved.step.target:
        refuse_held(before, by=moved.step.actor)
    row = current(file, moved.case, moved.step)
    row.pk = before.pk if before else None
    if before:
        row.first_asked_id, row.owner_id = before.first_asked_id, before.owner_id
        row.claimed_until = before.claimed_until
    _hand_on(row, before)
    if row.first_asked_id is None and was_work:
        row.first_asked = moved.step.actor
    row.save()


def current(file: CaseFile, case: Any, step: Step) -> WorkItem:
    """The row of a case as it is now, `step` being its last; whose it is, is left open."""
    work = file.work.get(case.state, "")
    due_at, is_paused = _due(file, case, work)
    with translation.override(settings.LANGUAGE_CODE):
        title, applicant = str(file.title(case))[:200], str(file.applicant(case))[:100]
    return WorkItem(
        site=file.site(case),
        case_type=ContentType.objects.get_for_model(case),
        case_id=case.pk,
        number=file.number(case) or "",
        title=title,
        applicant=applicant,
        state=case.state,
        version=case.version,
        is_open=case.state not in file.workflow.final,
        work=work,
        due_at=due_at,
        order_at=due_at or NEVER,
        is_paused=is_paused,
        last_move=step.move,
        last_party=step.party,
        last_at=step.at,
    )


def rebuild(file: CaseFile) -> int:
    """Write the rows of all cases of a workflow anew, and remove those of cases that are gone; how many there are."""
    model = file.workflow.model
    kind = ContentType.objects.get_for_model(model)
    cases = model._base_manager.exclude(state="")
    rows = WorkItem.objects.filter(case_type=kind)
    rows.exclude(case_id__in=cases.values("pk")).delete()
    return sum(_rebuild_one(file, key) for key in cases.values_list("pk", flat=True).iterator(READ_AT_ONCE))


def rebuild_all() -> dict[str, int]:
    """The same for all workflows, by their words."""
    return {str(file.workflow.label): rebuild(file) for file in case_files()}


def _rebuild_one(file: CaseFile, key: int) -> bool:
    """One case in its own transaction, locked as every move locks it."""
    with transaction.atomic():
        case = file.workflow.locked(key)
        steps = list(case.steps.select_related("actor")) if case is not None else []
        if not steps:
            return False
        before = _before(case)
        row = current(file, case, steps[-1])
        row.pk = before.pk if before else None
        if before:
            row.owner_id, row.claimed_until = before.owner_id, before.claimed_until
        row.first_asked_id = (before and before.first_asked_id) or next(_asked(file, steps), None)
        _hand_on(row, before)
        row.save()
    return True


def _before(case: Any) -> WorkItem | None:
    """The row as it was, locked: whoever claims it at this moment waits, and is not overwritten."""
    return WorkItem.objects.of(case).select_for_update().first()


def _asked(file: CaseFile, steps: list[Step]) -> Iterator[Any]:
    return (step.actor_id for step in steps if _was_their_work(file, step))


def _hand_on(row: WorkItem, before: WorkItem | None) -> None:
    """A case that becomes other people's work, or is over, is nobody's claim any more."""
    is_others = bool(before and row.work and before.work and before.work != row.work)
    if is_others or not row.is_open:
        row.owner_id, row.claimed_until = None, None


def _was_their_work(file: CaseFile, step: Step) -> bool:
    """Whether a person did the step as part of their work; to those the case came first (N13)."""
    permission = file.work.get(step.source, "")
    return bool(step.actor and permission and step.party != SYSTEM.name and step.actor.has_perm(permission))


def _due(file: CaseFile, case: Any, work: str) -> tuple[datetime | None, bool]:
    """The time limit that the person concerned is told too, and whether all there are stand still.

    Where none is left because the last one ran out and the case is still with the same people, that moment.
    """
    deadlines = list(Deadline.objects.of(case))
    if limit := counting(deadlines):
        return limit.due_at, False
    return _ran_out(file, case, work), bool(deadlines)


def _ran_out(file: CaseFile, case: Any, work: str) -> datetime | None:
    for step in case.steps.order_by("-version") if work else ():
        if file.work.get(step.target, "") != work:
            return None
        if step.deadline is not None:
            return step.at
    return None
