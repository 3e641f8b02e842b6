"""Run one job: once at a time, on the record, and without letting its failure out."""

from datetime import timedelta

import structlog
from django.db.models import F
from django.utils import timezone

from portal.jobs.base import Job
from portal.jobs.conf import Q_CLUSTER
from portal.jobs.declared import declared_jobs
from portal.jobs.holder import holder
from portal.jobs.models import JobRun

log = structlog.get_logger(__name__)

GIVEN_UP_AFTER = timedelta(seconds=Q_CLUSTER["retry"])
LONGEST_ERROR = 2000  # characters kept of a message


def run_job(name: str) -> bool:
    """Run the declared job of that name; the queue calls this. True when it ran to its end.

    Nothing happens when the job is not declared (any more), when its plugin is off on every site, or while an earlier
    run is still at work. A failure is logged with the job's name and kept in its record; it is not raised, because
    the next run comes by itself and the queue's own repetition would only double it.
    """
    job = declared_jobs().get(name)
    if job is None:
        log.info("job_not_declared", job=name)
        return False
    if not _claim(name):
        log.info("job_still_running", job=name)  # ordinary where a job is asked for soon many times
        return False
    error = _error_of(job)
    JobRun.objects.filter(name=name).update(
        last_finished=timezone.now(), last_error=error, runs=F("runs") + 1
    )
    return not error


def _claim(name: str) -> bool:
    """Take the job's record in one statement, so that of two workers only one runs it."""
    now = timezone.now()
    JobRun.objects.get_or_create(name=name)
    free = JobRun.objects.filter(name=name).free(now, GIVEN_UP_AFTER)
    return bool(free.update(last_started=now, held_by=holder()))


def _error_of(job: Job) -> str:
    """Run the job; return what went wrong, or nothing."""
    try:
        job.function()()
    except Exception as error:  # a job's failure must not take the worker or the other jobs with it
        log.exception("job_failed", job=job.name)
        return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
    return ""
