"""Start-up checks of the settings that the portal's promises rest on."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.database)
def sqlite_writers_wait(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite must run in WAL mode with immediate transactions, or a twelfth of all concurrent writes fails."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    if options.get("transaction_mode") == "IMMEDIATE" and "journal_mode=WAL" in options.get(
        "init_command", ""
    ):
        return []
    return [
        Error(
            "SQLite needs transaction_mode IMMEDIATE and journal_mode WAL.",
            hint="Use portal.settings.base's DATABASES or set DATABASE_URL to PostgreSQL.",
            id="portal.E001",
        )
    ]
