"""Whether somebody works the queue."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.jobs.declared import HEARTBEAT
from portal.jobs.models import JobRun

# The heartbeat is due each minute and the queue looks for due jobs every half minute.
SILENT_AFTER = timedelta(minutes=3)


def last_beat() -> datetime | None:
    """When the heartbeat ended last; None when it never has."""
    return JobRun.objects.filter(name=HEARTBEAT.name).values_list("last_finished", flat=True).first()


def is_beating() -> bool:
    """Whether what is put into the queue will be done within moments."""
    last = last_beat()
    return last is not None and timezone.now() - last <= SILENT_AFTER
