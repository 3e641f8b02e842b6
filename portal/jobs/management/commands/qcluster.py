"""The queue's own command, which refuses to start on a host whose clock is wrong (reliability, decision 4)."""

import multiprocessing
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
        codes: set[int | None] = {KILLED}
        while ANEW & codes:
            start_cluster()
            connections.close_all()  # whoever is forked from here would share them
            super().handle(*args, **options)
            guards = multiprocessing.active_children()
            for guard in guards:
                guard.join()
            codes = {guard.exitcode for guard in guards}
