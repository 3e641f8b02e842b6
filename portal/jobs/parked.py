"""What failed so often that a person has to look: of the queue, and of whoever else registers here.

park(ParkedSource("deadlines", _("到期办理"), list_deadlines, retry_deadline))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_q.models import Failure
from django_q.tasks import async_task

from portal.jobs.conf import Q_CLUSTER

SHOWN = 100


@dataclass(frozen=True)
class Parked:
    """One thing that failed: its key within its source, what it was, when it failed last, how often, and why."""

    key: str
    what: str
    at: datetime
    failures: int
    error: str


@dataclass(frozen=True)
class ParkedSource:
    """Where failures come from. `rows` gives the newest, `retry` puts one back and says whether it was there."""

    name: str
    label: Any
    rows: Callable[[], Iterable[Parked]]
    retry: Callable[[str], bool]


SOURCES: dict[str, ParkedSource] = {}


def park(source: ParkedSource) -> None:
    """Show these failures to staff too. Called in `AppConfig.ready`."""
    SOURCES[source.name] = source


def queue_failures() -> list[Parked]:
    """Tasks that the queue has given up."""
    given_up = Failure.objects.filter(attempt_count__gte=Q_CLUSTER["max_attempts"]).order_by("-stopped")
    return [
        Parked(row.id, _said(row), row.stopped, row.attempt_count, _last_line(row.result))
        for row in given_up[:SHOWN]
    ]


@transaction.atomic
def retry_task(key: str) -> bool:
    """Put a task that was given up back into the queue; once, however many press the button."""
    row = Failure.objects.filter(pk=key).first()
    if row is None or not Failure.objects.filter(pk=key).delete()[0]:
        return False
    async_task(row.func, *(row.args or ()), **(row.kwargs or {}), q_options={"save": False})
    return True


def _said(row: Failure) -> str:
    """The function, and for a runner what it was to run."""
    return f"{row.func} {row.args[0]}" if row.args else str(row.func)


def _last_line(result: Any) -> str:
    """The queue keeps the message and the traceback."""
    return str(result).partition(" : ")[0][:300]


park(ParkedSource("tasks", _("后台任务"), queue_failures, retry_task))
