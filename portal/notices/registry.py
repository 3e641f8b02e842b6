"""Every notice there is: those of the installed plugins."""

from portal.notices.base import Notice
from portal.plugin.registry import registry


def notices() -> dict[str, Notice]:
    """All notices by their keys, in the order of the plugins."""
    return {notice.key: notice for plugin in registry for notice in plugin.notices}
