"""Noting what one finds of the points of a checklist (S4)."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal import clock
from portal.casework.base import CaseFile
from portal.desk.actions import claim
from portal.desk.checklists import points_of
from portal.desk.choices import Verdict
from portal.desk.models import CheckMark, WorkItem
from portal.desk.rules import may_work_on
from portal.workflow.engine import ACTOR, Refused

THE_POINT = ["item", "round", "name"]
FOUND = ["verdict", "reason", "late_reason", "by", "at"]


@transaction.atomic
def set_mark(
    file: CaseFile,
    item: WorkItem,
    name: str,
    *,
    by: Any,
    verdict: str,
    reason: str = "",
    late_reason: str = "",
) -> CheckMark:
    """Note a verdict in the round that runs, with its reason where it is a defect; whoever notes claims the case.

    Raises Refused where the case is not the person's work or somebody else has it, Http404 for a point that the
    checklist does not have.
    """
    case = file.workflow.locked(item.case_id)
    if case is None or not may_work_on(by, file, case):
        raise Refused(ACTOR, _("这件事项现在不由你审核。"))
    point = next((point for point in points_of(case) if point.item.name == name), None)
    if point is None:
        raise Http404
    claim(item, by=by)
    is_defect = verdict != Verdict.FITS
    mark = CheckMark(
        item=item,
        round=point.returns + 1,
        name=name,
        verdict=Verdict(verdict),
        reason=reason.strip() if is_defect else "",
        late_reason=late_reason.strip() if is_defect else "",
        by=by,
        at=clock.read(),
    )
    CheckMark.objects.bulk_create([mark], update_conflicts=True, unique_fields=THE_POINT, update_fields=FOUND)
    return mark
