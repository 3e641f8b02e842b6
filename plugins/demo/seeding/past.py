"""The demo's cases have come to their states over days, not in one minute: each step is made at its own moment.

Days in the content files are working days before the day of seeding; 0 is today, a while ago.
"""

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from itertools import islice
from zlib import crc32

from django.utils import timezone

from portal import clock
from portal.workflow.models import Deadline
from portal.workflow.timers import run_due
from portal.working_time.calendar import SHANGHAI, working_days_before

A_WHILE = timedelta(minutes=20)
OPENS, CLOSES = 9, 16  # hours between which people of the demo do things


def ago(days: int, what: str) -> AbstractContextManager[None]:
    """The database's clock so many working days ago, at an hour that follows from `what`."""
    return clock.put(_moment(days, what))


def on(day: date) -> AbstractContextManager[None]:
    """The database's clock on the morning of that day."""
    return clock.put(datetime.combine(day, time(OPENS), SHANGHAI))


def catch_up() -> None:
    """Let happen what was due before now, each at its own time: reminders, and what ran out."""
    while (due := _next_due()) and due < timezone.now():
        with clock.put(due):
            if not any(run_due()):
                return


def _next_due() -> datetime | None:
    return (
        Deadline.objects.filter(suspended_at=None, try_at__isnull=False)
        .order_by("try_at")
        .values_list("try_at", flat=True)
        .first()
    )


def _moment(days: int, what: str) -> datetime:
    if days == 0:
        return timezone.now() - A_WHILE
    minutes = crc32(what.encode()) % ((CLOSES - OPENS) * 60)
    day = next(islice(working_days_before(timezone.localdate()), days - 1, None))
    return datetime.combine(day, time(OPENS), SHANGHAI) + timedelta(minutes=minutes)
