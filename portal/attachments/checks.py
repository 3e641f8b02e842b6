"""What is wrong with the owners that the portal's own applications registered; plugins' are checked with the plugin."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from portal.attachments.base import mistakes_of
from portal.attachments.registry import owner_types


@register("attachments")
def check_owners(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each mistake in a declaration."""
    return [
        Error(f"{mistake[:1].upper()}{mistake[1:]}.", id="attachments.E001")
        for declared in owner_types
        if declared.plugin is None
        for mistake in mistakes_of(declared.owner)
    ]
