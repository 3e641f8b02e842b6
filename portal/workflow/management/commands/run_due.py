"""Carry out what is due; for a timer outside the queue (systemd, cron), each minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import clock
from portal.workflow.timers import run_due


class Command(BaseCommand):
    help = "Carry out every deadline that is due. Can be run at any time, beside the queue and beside itself."

    def handle(self, *args: Any, **options: Any) -> None:
        if not clock.is_right():
            raise CommandError(clock.complaint())
        done, failed = run_due()
        self.stdout.write(f"{done} done, {failed} failed.")
        if failed:
            raise CommandError("What failed is tried again; see the log.")
