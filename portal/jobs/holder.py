"""Whose cluster has a job in hand, so that nobody waits for a process that was killed.

A job that nobody has ended counts as at work for `retry` seconds. That is longer than any job takes, and too long for
letters and deadlines of the minute. The queue therefore gives back what its own dead had in hand: the guard what a worker
had that it ended at the time limit, a cluster that starts what dead ones of its host had.
"""

import os
import socket
from collections.abc import Iterable

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.models import JobRun

log = structlog.get_logger(__name__)

_command = 0


def holder(worker: int | None = None) -> str:
    """This host, the process of the command whose cluster runs here, and the worker forked from it: this process if none is
    given."""
    return f"{socket.gethostname()}:{_command or os.getpid()}:{worker or os.getpid()}"


def start_cluster() -> list[str]:
    """This process starts a cluster: jobs that its last one, or one of a dead command on this host, had in hand end now.

    Returns their names. Those of other hosts keep `retry` seconds: from here nobody sees whether they live. A process that
    bears the number of a dead one keeps them too.
    """
    global _command
    _command = os.getpid()
    return _give_back(run for run in JobRun.objects.at_work().exclude(held_by="") if _is_dead(run.held_by))


def bury(worker: int) -> list[str]:
    """A worker of this cluster is dead: what it had in hand ends now. Returns the names of the jobs."""
    return _give_back(JobRun.objects.at_work().filter(held_by=holder(worker)))


def _give_back(lost: Iterable[JobRun]) -> list[str]:
    runs = list(lost)
    for run in runs:
        log.warning("job_given_back", job=run.name, held_by=run.held_by)
        # Only what is still theirs: another cluster that starts at this moment may have given it on.
        JobRun.objects.at_work().filter(pk=run.pk, held_by=run.held_by, last_started=run.last_started).update(
            last_finished=timezone.now(), last_error=_("执行中被终止")
        )
    return [run.name for run in runs]


def _is_dead(held_by: str) -> bool:
    host, _colon, processes = held_by.partition(":")
    command = int(processes.partition(":")[0])
    return host == socket.gethostname() and (command == os.getpid() or not _lives(command))


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
