"""What accounts do by the clock; settings.PORTAL_JOBS names this list."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts import locks
from portal.accounts.sessions.own import forget_gone
from portal.jobs.base import Job


def clear_sessions() -> None:
    """Delete sessions that have run out: of people who signed in, and of visitors who chose something.

    With them goes what was noted beside them: the list of people's devices, and passwords that were tried.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    forget_gone()
    locks.forget_old()


JOBS = (
    Job(
        "accounts.clear_sessions",
        _("清理过期会话"),
        "portal.accounts.jobs.clear_sessions",
        timedelta(days=1),
    ),
    Job(
        "accounts.mind_unused",
        _("闲置工作账号提醒与停用"),
        "portal.accounts.unused.mind_unused",
        timedelta(days=1),
    ),
    Job(
        "accounts.drop_unfinished",
        _("清理未完成的注册"),
        "portal.accounts.unused.drop_unfinished",
        timedelta(hours=6),
    ),
)
