"""Mirror the declared jobs into the queue's schedule; nobody edits schedules by hand."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_q.models import Schedule

from portal.jobs.base import Job
from portal.jobs.declared import declared_jobs

RUNNER = "portal.jobs.runner.run_job"


@dataclass(frozen=True)
class Changes:
    """How many schedules were added, changed, removed, and how many there are now."""

    added: int
    changed: int
    removed: int
    total: int


@transaction.atomic
def sync() -> Changes:
    """Make the schedules equal to the declared jobs; a schedule that is right already keeps its next run.

    Runs after every migration and every minute (it is the heartbeat's work), so a plugin's jobs follow its switch.
    Schedules that are not ours stay as they are.
    """
    jobs = declared_jobs()
    rows: dict[str, Schedule] = {}
    removed = 0
    for row in Schedule.objects.filter(func=RUNNER).order_by("pk"):
        if row.name in jobs and row.name not in rows:
            rows[row.name] = row
        else:
            row.delete()
            removed += 1
    added = sum(_add(job) for name, job in jobs.items() if name not in rows)
    changed = sum(_correct(row, jobs[name]) for name, row in rows.items())
    return Changes(added, changed, removed, len(jobs))


def _add(job: Job) -> bool:
    Schedule.objects.create(name=job.name, func=RUNNER, **_wanted(job))
    return True


def _correct(row: Schedule, job: Job) -> bool:
    wanted = _wanted(job)
    if all(getattr(row, field) == value for field, value in wanted.items()):
        return False
    Schedule.objects.filter(pk=row.pk).update(**wanted)
    return True


def _wanted(job: Job) -> dict[str, Any]:
    """The queue keeps arguments as Python text. Successful runs stand in JobRun and need no second record."""
    return {
        "args": repr(job.name),
        "kwargs": "q_options={'save': False}",
        "schedule_type": Schedule.MINUTES,
        "minutes": job.minutes,
        "repeats": -1,
    }
