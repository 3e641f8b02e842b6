"""The queue's own command, which refuses to start on a host whose clock is wrong (reliability, decision 4)."""

from typing import Any

from django.core.management.base import CommandError
from django_q.management.commands import qcluster

from portal import clock


class Command(qcluster.Command):
    help = "Start the queue worker. It does not start where host and database clocks differ by more than 5 seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        if not clock.is_right():
            raise CommandError(clock.complaint())
        super().handle(*args, **options)
