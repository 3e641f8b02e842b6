"""The same invented plugins as for the kernel's own tests."""

from tests.portal.plugin.conftest import here, install, other_site, request_for

__all__ = ["here", "install", "other_site", "request_for"]
