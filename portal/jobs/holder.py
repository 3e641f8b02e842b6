"""Whose cluster has a job in hand, so that nobody waits for one that was killed.

A job that nobody has ended counts as at work for `retry` seconds. That is longer than any job takes, and too long for
letters and deadlines of the minute. A cluster that starts therefore gives back what dead ones of its host had in hand.
"""

import os
import socket

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.models import JobRun

log = structlog.get_logger(__name__)

_command = 0


def holder() -> str:
    """This host and the process of the command whose cluster runs here; its workers are forked from it."""
    return f"{socket.gethostname()}:{_command or os.getpid()}"


def start_cluster() -> list[str]:
    """This process starts a cluster: jobs that its last one, or one of a dead command on this host, had in hand end now.

    Returns their names. Those of other hosts keep `retry` seconds: from here nobody sees whether they live. A process that
    bears the number of a dead one keeps them too.
    """
    global _command
    _command = os.getpid()
    lost = [run for run in JobRun.objects.at_work().exclude(held_by="") if _is_dead(run.held_by)]
    for run in lost:
        log.warning("job_given_back", job=run.name, held_by=run.held_by)
        # Only what is still theirs: another cluster that starts at this moment may have given it on.
        JobRun.objects.at_work().filter(pk=run.pk, held_by=run.held_by, last_started=run.last_started).update(
            last_finished=timezone.now(), last_error=_("执行中被终止")
        )
    return [run.name for run in lost]


def _is_dead(held_by: str) -> bool:
    host, _colon, number = held_by.rpartition(":")
    return host == socket.gethostname() and (int(number) == os.getpid() or not _lives(int(number)))


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
