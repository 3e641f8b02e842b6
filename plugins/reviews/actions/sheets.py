"""What an expert writes: scores, and records of visits and talks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from plugins.reviews.choices import BEST, WORST, Outcome, RecordKind, SheetState
from plugins.reviews.models import CriteriaSet, Record, Score, ScoreSheet
from plugins.reviews.refusals import changed_elsewhere, criteria_changed, not_possible, not_yours, wrong_state
from plugins.reviews.rules import judges, owns_sheet, why_not_now
from plugins.reviews.words import LOCKED, OFF_SCALE, OUT_OF_ROUND, UNSIGNED, WEIGHTS
from plugins.reviews.workflows import SheetFlow
from portal import clock


@dataclass(frozen=True)
class Mark:
    """What an expert gives for one criterion; no value yet while they think."""

    value: int | None
    comment: str = ""


@transaction.atomic
def save_draft(sheet: ScoreSheet, marks: Mapping[int, Mark], *, saves: int, actor: Any) -> ScoreSheet:
    """Keep scores by criterion without handing them in; the first one ever freezes the criteria.

    `saves` is the count that the writer has read. Raises Refused: when it is not theirs, not the time, when another
    window has saved meanwhile, or when the criteria are no longer those of the marks.
    """
    sheet = _writable(sheet, actor)
    if sheet.saves != saves:
        raise changed_elsewhere()
    criteria = sheet.round_case.round.criteria_set
    if any(mark.value is not None for mark in marks.values()):
        _freeze(criteria)
    known = {criterion.pk: criterion for criterion in criteria.criteria.all()}
    if not marks.keys() <= known.keys():
        raise criteria_changed()
    for key, mark in marks.items():
        values = {"value": _on_the_scale(mark.value), "comment": mark.comment.strip()}
        Score.objects.update_or_create(sheet=sheet, criterion=known[key], defaults=values)
    sheet.saves, sheet.saved_at = sheet.saves + 1, clock.read()
    sheet.save(update_fields=["saves", "saved_at"])
    return sheet


@transaction.atomic
def save_record(
    sheet: ScoreSheet, kind: RecordKind, values: Mapping[str, Any], *, edition: int, actor: Any
) -> Record:
    """Keep a record of a visit or a talk; `edition` is the one that the writer has read, 0 for none.

    Raises Refused; `changed` when another device has written meanwhile, and nothing is overwritten.
    """
    sheet = _writable(sheet, actor)
    found = Record.objects.select_for_update().filter(sheet=sheet, kind=kind).first()
    if (found.edition if found else 0) != edition:
        raise changed_elsewhere()
    record = found or Record(sheet=sheet, kind=kind, edition=0)
    for name in ("place", "held_at", "present", "observations"):
        setattr(record, name, values[name])
    record.edition, record.updated_at = record.edition + 1, clock.read()
    record.save()
    return record


def _writable(sheet: ScoreSheet, actor: Any) -> Any:
    """The sheet, locked. Raises Refused when the actor may not write on it now."""
    locked = SheetFlow.locked(sheet.pk)
    if not owns_sheet(actor, locked):
        raise not_yours()
    if locked.round_case.outcome == Outcome.RELEASED:
        raise wrong_state(OUT_OF_ROUND)
    if locked.state != SheetState.DRAFT:
        raise wrong_state(LOCKED[SheetState(locked.state)])
    if not judges(actor, locked):
        raise not_possible(UNSIGNED)
    if sentence := why_not_now(locked.round_case.round):
        raise not_possible(sentence)
    return locked


def _freeze(criteria: CriteriaSet) -> None:
    """From the first score on nothing of the criteria changes. Raises Refused when the weights are not right."""
    locked = CriteriaSet.objects.select_for_update().get(pk=criteria.pk)
    if locked.frozen_at is not None:
        return
    if not locked.is_complete:
        raise not_possible(WEIGHTS)
    CriteriaSet.objects.filter(pk=locked.pk).update(frozen_at=clock.read())


def _on_the_scale(value: int | None) -> int | None:
    if value is not None and not WORST <= value <= BEST:
        raise not_possible(OFF_SCALE)
    return value
