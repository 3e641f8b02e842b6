"""Make the queue's schedules equal to the declared jobs."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.jobs.schedule import sync


class Command(BaseCommand):
    help = "Make the queue's schedules equal to the declared jobs. Can be run at any time; `migrate` does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        changes = sync()
        self.stdout.write(
            f"{changes.total} jobs: {changes.added} added, {changes.changed} changed, {changes.removed} removed."
        )
