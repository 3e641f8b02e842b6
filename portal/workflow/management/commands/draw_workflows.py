"""Write docs/workflows.md from the workflows in the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.workflow.diagram import page
from portal.workflow.registry import workflows

PAGE = Path(settings.BASE_DIR) / "docs" / "workflows.md"


class Command(BaseCommand):
    help = "Write docs/workflows.md: every workflow of the installed plugins as a diagram and a table."

    def handle(self, *args: Any, **options: Any) -> None:
        drawn = workflows()
        PAGE.write_text(page(drawn), encoding="utf-8")
        self.stdout.write(f"{len(drawn)} workflows in {PAGE}.")
