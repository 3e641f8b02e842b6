"""The kernel's own stand-ins for installed plugins."""

from tests.portal.plugin.conftest import here, install, other_site, request_for

__all__ = ["here", "install", "other_site", "request_for"]
