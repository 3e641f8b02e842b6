"""What `/readyz` tells of deadlines: whether somebody carries them out (decision 4)."""

from datetime import timedelta

from portal import clock
from portal.health import Details, NotReady
from portal.workflow.models import Deadline
from portal.workflow.timers import due

LATE_AFTER = timedelta(minutes=5)


def deadlines_are_met() -> Details:
    """How many are parked. Raises NotReady when the oldest due one is late, or when this host's clock is wrong."""
    details: Details = {"parked": Deadline.objects.parked().count()}
    if not clock.is_right():
        raise NotReady(clock.complaint(), **details)
    oldest = due().values_list("try_at", flat=True).first()
    if oldest is not None and clock.read() - oldest > LATE_AFTER:
        raise NotReady(
            "Deadlines are not carried out: is manage.py qcluster running, or a timer on manage.py run_due?",
            oldest_due=oldest.isoformat(),
            **details,
        )
    return details
