"""Bring the database to where the portal can start: tables, page tree, on demand the demo city, search index."""

import json
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from portal.progress import counted


class Command(BaseCommand):
    help = "Apply missing migrations, make the page tree when it is absent, and with --demo fill an empty database."
    requires_system_checks: list[str] = []  # `make run` must start within seconds; `make check` runs them all

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo city")
        parser.add_argument("--report", type=Path, help="write the demo's accounts there, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        _make_room_for_sqlite()
        _require_answer()
        self._migrate()
        call_command("create_site", stdout=self.stdout)
        if options["demo"] and apps.is_installed("plugins.demo"):
            call_command("seed_demo", if_empty=True, stdout=self.stdout)
        call_command("rebuild_index", if_outdated=True, stdout=self.stdout)
        if options["report"]:
            options["report"].write_text(json.dumps(_report()), encoding="utf-8")

    def _migrate(self) -> None:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if not missing:
            return
        with counted("Preparing the database", missing) as advance:
            call_command("migrate", interactive=False, verbosity=1, stdout=_Counting(advance))


class _Counting:
    """Stands in for the terminal: `migrate` writes one OK for each migration it has applied."""

    def __init__(self, advance: Any) -> None:
        self.advance = advance

    def write(self, text: str) -> None:
        if text.strip() == "OK":
            self.advance()

    def flush(self) -> None:
        pass


def _make_room_for_sqlite() -> None:
    """SQLite makes its file but not the folder around it."""
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)


def _require_answer() -> None:
    """Raise CommandError in one line, and no traceback, when the database is not there."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database does not answer: {reason}") from None


def _report() -> dict[str, Any]:
    """The demo's accounts where the database has them all; a city's own database has none."""
    if not apps.is_installed("plugins.demo"):
        return {"accounts": []}
    duties = import_string("plugins.demo.seeding.accounts.DUTIES")
    present = get_user_model().objects.filter(username__in=duties).count() == len(duties)
    return {
        "password": import_string("plugins.demo.seeding.accounts.PASSWORD"),
        "accounts": [{"username": name, "duty": duty} for name, duty in duties.items() if present],
    }
