"""Write the queue of the desk anew from the cases: after an import, or when a plugin has learned to declare its cases."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.desk.following import rebuild_all


class Command(BaseCommand):
    help = "Write the rows of the desk's queue anew; who has a case and who first had it stays."

    def handle(self, *args: Any, **options: Any) -> None:
        for workflow, number in rebuild_all().items():
            self.stdout.write(f"{workflow}: {number}")
