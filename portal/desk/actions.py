"""What is done to rows of the queue: look, claim, give back, assign, remind. Decisions are in `deciding`."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.recording import record
from portal.audit.table import CASE_ASSIGNED
from portal.casework.registry import case_file
from portal.desk.models import HAS_NO_END, Look, WorkItem
from portal.desk.notices import ASSIGNED, REMINDER
from portal.desk.rules import may_work_on
from portal.notices.telling import notify
from portal.workflow.engine import ACTOR, Refused
from portal.working_time.durations import said

HELD = "held"


def look(item: WorkItem, person: Any) -> None:
    """Note that the person has the case open now."""
    Look.objects.bulk_create(
        [Look(item=item, person=person, at=clock.read())],
        update_conflicts=True,
        unique_fields=["item", "person"],
        update_fields=["at"],
    )


def claim(item: WorkItem, *, by: Any) -> None:
    """Have the case for DESK_CLAIM_MINUTES from now; again for oneself, it begins anew, and what was assigned stays so.

    One statement decides between those who claim at once. Raises Refused for whoever comes second. The caller has
    locked the case and asked whether it is the person's work; `take` does.
    """
    until = clock.read() + timedelta(minutes=settings.DESK_CLAIM_MINUTES)
    mine = WorkItem.objects.open().filter(pk=item.pk).free_for(by)
    end = Case(When(HAS_NO_END, owner=by, then=None), default=until)
    if not mine.update(owner=by, claimed_until=end, first_asked=_first(by)):
        item.refresh_from_db()
        raise Refused(HELD, held_words(item))
    item.refresh_from_db()


@transaction.atomic
def take(item: WorkItem, *, by: Any) -> None:
    """Claim a case that is the person's work as it is now. Raises Refused."""
    if _work_of(by, item) is None:
        raise Refused(ACTOR, _("这件事项现在不由你办理。"))
    claim(item, by=by)


def release(item: WorkItem, *, by: Any) -> bool:
    """Give a case back that one has; whether one had it."""
    given = WorkItem.objects.filter(pk=item.pk, owner=by).update(owner=None, claimed_until=None)
    return bool(given)


def assign(items: Iterable[WorkItem], *, to: Any, by: Any) -> int:
    """Give cases to somebody until they are done or given on, and tell them of what others give; how many were.

    Left out are those that are not that person's work as they are now. Whoever first had a case stays named (N13);
    who gave it to whom is in the trace.
    """
    return sum(_give(item, to, by) for item in items)


def remind(items: Iterable[WorkItem]) -> int:
    """Ask those who have the cases now to get on with them; how many were asked for."""
    held = WorkItem.objects.open().held().filter(pk__in=[item.pk for item in items])
    return sum(bool(notify(REMINDER, item)) for item in held.select_related("owner"))


def refuse_held(item: WorkItem, *, by: Any) -> None:
    """Raises Refused where somebody else has the case now."""
    if not WorkItem.objects.filter(pk=item.pk).free_for(by).exists():
        raise Refused(HELD, held_words(item))


def held_words(item: WorkItem) -> str:
    """Who has the case, and until when."""
    if item.owner is None:  # given back in this moment, or over
        return _("这件事项刚被放回，请再认领一次。") if item.is_open else _("这件事项已办结。")
    words = {
        "who": item.owner.get_full_name(),
        "until": said(item.claimed_until) if item.claimed_until else "",
    }
    if item.claimed_until:
        return _("%(who)s正在办理，认领到 %(until)s。") % words
    return _("已指派给%(who)s。") % words


@transaction.atomic
def _give(item: WorkItem, to: Any, by: Any) -> bool:
    case = _work_of(to, item)
    if case is None:
        return False
    given = WorkItem.objects.open().filter(pk=item.pk)
    if not given.update(owner=to, claimed_until=None, first_asked=_first(to)):
        return False
    item.refresh_from_db()
    record(CASE_ASSIGNED, actor=by, object=case, subject=to, details=item.number)
    if to != by:
        notify(ASSIGNED, item)
    return True


def _work_of(person: Any, item: WorkItem) -> Any:
    """The case if it is the person's work now; it is locked, so that it cannot become other people's meanwhile."""
    file = case_file(item.kind)
    case = file.workflow.locked(item.case_id) if file is not None else None
    return case if file is not None and case is not None and may_work_on(person, file, case) else None


def _first(person: Any) -> Any:
    return Coalesce("first_asked", Value(person.pk))
