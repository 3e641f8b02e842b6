"""Deadlines that keep failing, on the page of jobs."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.parked import SHOWN, Parked, ParkedSource
from portal.workflow.models import Deadline
from portal.workflow.timers import try_again


def parked_deadlines() -> list[Parked]:
    """The newest, by case and move; nothing of the case itself, which those who run the portal may not see."""
    rows = Deadline.objects.parked().select_related("case_type").order_by("-due_at")[:SHOWN]
    return [
        Parked(
            str(row.pk),
            f"{row.case_type.name} {row.case_id} · {row.move}",
            row.due_at,
            row.failures,
            row.last_error,
        )
        for row in rows
    ]


def retry_deadline(key: str) -> bool:
    """Let the next sweep try it again; whether it was still parked."""
    return key.isdecimal() and try_again(int(key))


DEADLINES = ParkedSource("deadlines", _("到期办理"), parked_deadlines, retry_deadline)
