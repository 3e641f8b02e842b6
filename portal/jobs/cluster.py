"""The queue's guard, for a process of the queue that is killed from outside: for want of memory, or by hand.

Whoever is killed while holding the lock of a shared queue never gives it back, and the others wait for ever; a worker
without work always holds it. So nobody is replaced: all are ended, and `manage.py qcluster` starts the cluster anew. What
they had in hand comes back after `retry`, as from any dead worker.

Who takes too long is replaced, as ever, and what it had in hand is given back once it is dead.

Whoever loses its parent ends as well: without that, a command that is killed leaves a cluster that goes on working, with a
scheduler, beside the one that takes its place.
"""

import ctypes
import os
import signal
import sys
from typing import Any

import structlog
from django.db import Error
from django_q import cluster

from portal.jobs.holder import bury

log = structlog.get_logger(__name__)

KILLED = 70
"""With this code the guard ends when the cluster has to start anew."""


DIES_WITHIN = 5  # seconds after it was told to end

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Called in a process that was forked; on Linux the kernel kills it when its parent has ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Sentinel(cluster.Sentinel):
    """Replaces those that took too long and gives back what they had in hand; ends all when one was killed."""

    def reincarnate(self, process: Any) -> None:
        if (process.exitcode or 0) >= 0:
            super().reincarnate(process)
            _give_back(process)
            return
        log.critical("queue_process_killed", signal=-process.exitcode)
        for each in (*self.pool, self.pusher, self.monitor):
            each.kill()
        os._exit(KILLED)


def _give_back(process: Any) -> None:
    """Never before it is dead: it might still send a letter. A guard lives on without its database."""
    process.join(DIES_WITHIN)
    if process.exitcode is None:
        return
    try:
        bury(process.pid)
    except Error:
        log.exception("jobs_not_given_back")
