"""The queue's own command, which refuses to start on a host whose clock is wrong (reliability, decision 4)."""

import os
import signal
from typing import Any

from django.core.management.base import CommandError
from django.db import connections
from django_q import cluster
from django_q.management.commands import qcluster

from portal import clock
from portal.jobs.cluster import KILLED, Sentinel, end_with_parent
from portal.jobs.holder import start_cluster

ANEW = {KILLED, -signal.SIGKILL}  # how the guard ends when one of its processes was killed, or itself


class Command(qcluster.Command):
    help = (
        "Start the queue worker; when one of its processes is killed, it starts anew. "
        "It does not start where host and database clocks differ by more than 5 seconds."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not clock.is_right():
            raise CommandError(clock.complaint())
        cluster.Sentinel = Sentinel
        os.register_at_fork(after_in_child=end_with_parent)
        if name := options["cluster_name"]:
            os.environ["Q_CLUSTER_NAME"] = name
        code: int | None = KILLED
        while code in ANEW:
            start_cluster()
            connections.close_all()  # whoever is forked from here would share them
            code = _run(once=options["run_once"])


def _run(*, once: bool) -> int | None:
    """Run a cluster to its end; the code of its guard, which may be killed in the moment in which it has started."""
    running = cluster.Cluster()
    running.start()
    if once:
        running.stop()
    running.sentinel.join()
    code: int | None = running.sentinel.exitcode
    return code
