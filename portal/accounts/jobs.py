"""What accounts do by the clock; settings.PORTAL_JOBS names this list."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job


def clear_sessions() -> None:
    """Delete sessions that have run out: of people who signed in, and of visitors who chose something."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


JOBS = (
    Job(
        "accounts.clear_sessions",
        _("清理过期会话"),
        "portal.accounts.jobs.clear_sessions",
        timedelta(days=1),
    ),
)
