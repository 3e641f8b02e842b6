"""What the secretary keeps: criteria in editions, and what is known of experts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from plugins.reviews.audit import EXPERT_KEPT
from plugins.reviews.models import CriteriaSet, Criterion, ExpertProfile
from plugins.reviews.refusals import only_for_secretaries
from portal.audit.recording import record


@dataclass(frozen=True)
class Line:
    """One criterion as it is written: what, how much it counts, what each value means from 0 to 5."""

    label: str
    weight: int
    anchors: list[str]


@transaction.atomic
def write_criteria(
    criteria: CriteriaSet | None, *, kind: str, name: str, lines: Sequence[Line], actor: Any
) -> CriteriaSet:
    """Write criteria, or change those: as the next edition once they are frozen. Returns what holds the lines."""
    only_for_secretaries(actor)
    if criteria is not None:
        criteria = CriteriaSet.objects.select_for_update().get(pk=criteria.pk)
        kind, name = criteria.kind, criteria.name
    if criteria is None or criteria.frozen_at is not None:
        last = CriteriaSet.objects.filter(kind=kind, name=name).aggregate(last=Max("edition"))["last"] or 0
        criteria = CriteriaSet.objects.create(kind=kind, name=name, edition=last + 1)
    criteria.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(
            criteria_set=criteria, position=place, label=line.label, weight=line.weight, anchors=line.anchors
        )
        for place, line in enumerate(lines, 1)
    )
    return criteria


@transaction.atomic
def keep_expert(
    expert: Any, *, employer: str, specialities: Any, is_available: bool, actor: Any
) -> ExpertProfile:
    """Write down where an expert works, what they know, and whether they take part in draws."""
    only_for_secretaries(actor)
    profile, _new = ExpertProfile.objects.update_or_create(
        user=expert, defaults={"employer": employer, "is_available": is_available}
    )
    profile.specialities.set(specialities)
    record(EXPERT_KEPT, actor=actor, object=profile, subject=expert)
    return profile
