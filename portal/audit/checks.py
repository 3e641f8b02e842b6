"""Start-up checks of the trace."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from portal.audit.protection import TABLES, missing


@register(Tags.database)
def check_protection(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The triggers that refuse changes are in place, once the tables are there."""
    return [
        Error(f"The trace is not protected: trigger {name} is missing.", id="audit.E001")
        for alias in databases or ()
        if set(TABLES) <= set(connections[alias].introspection.table_names())
        for name in missing(connections[alias])
    ]
