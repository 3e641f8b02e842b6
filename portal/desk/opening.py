"""Opening a case at the desk; whoever may not gets 404, as if it were not there."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from portal.audit.recording import record_each
from portal.audit.table import PERSON_READ
from portal.casework.base import CaseFile
from portal.casework.registry import case_files
from portal.desk.models import WorkItem
from portal.desk.rules import may_open
from portal.privacy.registry import personal_data
from portal.workflow.models import Step


@dataclass(frozen=True)
class Opened:
    """A case with its declaration and its row."""

    file: CaseFile
    case: Any
    item: WorkItem


def opened(user: Any, site: Any, kind: str, key: int) -> Opened:
    """The case of that kind and key, as far as the kind is in use on the site and the user may open it."""
    file = next((file for file in case_files(site) if file.kind == kind), None)
    case = file.workflow.model._base_manager.filter(pk=key).first() if file is not None else None
    if file is None or case is None:
        raise Http404
    item = WorkItem.objects.of(case).filter(site=site).select_related("owner", "first_asked").first()
    if item is None or not may_open(user, file, case):
        raise Http404
    return Opened(file, case, item)


def opened_item(user: Any, site: Any, key: int) -> Opened:
    """The same, by the number of the row."""
    item = WorkItem.objects.filter(pk=key, site=site).first()
    if item is None:
        raise Http404
    return opened(user, site, item.kind, item.case_id)


def record_read(found: Opened, request: Any) -> None:
    """Note in the trace that somebody has read the case, for everybody whose data it has (N16)."""
    record_each(
        PERSON_READ,
        people_of(found.case) or [None],
        request=request,
        object=found.case,
        purpose=f"{found.item.title} {found.item.number}".strip(),
    )


def who(step: Step, concerned: list[Any]) -> str:
    """Who did a step, for staff: colleagues by name and role, the persons concerned by their role."""
    if step.actor is None or step.actor_id in concerned:
        return step.role
    return f"{step.actor.get_full_name()}（{step.role}）"


def people_of(case: Any) -> list[Any]:
    """The keys of the accounts that the case's personal data are about, as its application declares."""
    label = case._meta.label
    lookups = {each.subject for each in personal_data() if each.model == label and each.subject}
    if not lookups:
        return []
    row = type(case)._base_manager.filter(pk=case.pk).values_list(*lookups).first() or ()
    return [key for key in dict.fromkeys(row) if key is not None]
