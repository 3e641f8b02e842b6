"""Notices without words, or with words that would fail one day, are refused at start-up (N5)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from portal.notices.registry import notices
from portal.notices.texts import mistakes_of
from portal.plugin.registry import registry


@register("notices")
def check_notices(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every template exists, is filled by the example, and fits its channel; keys belong to their plugin."""
    mistakes = [
        f"{notice.key}: {mistake}" for notice in notices().values() for mistake in mistakes_of(notice)
    ]
    mistakes += [
        f"{notice.key}: its key does not begin with {plugin.slug}."
        for plugin in registry
        for notice in plugin.notices
        if not notice.key.startswith(f"{plugin.slug}.")
    ]
    return [Error(f"Notice {mistake}", id="notices.E001") for mistake in mistakes]
