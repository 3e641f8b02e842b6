"""Every notice there is: the portal's own and those of the installed plugins."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.module_loading import import_string

from portal.notices.base import Notice
from portal.plugin.registry import registry


def notices() -> dict[str, Notice]:
    """All notices by their keys: those that PORTAL_NOTICES names, then the plugins' in their order."""
    declared = (notice for plugin in registry for notice in plugin.notices)
    return {notice.key: notice for notice in (*_of_the_portal(), *declared)}


def _of_the_portal() -> Iterator[Notice]:
    for path in settings.PORTAL_NOTICES:
        yield from import_string(path)
