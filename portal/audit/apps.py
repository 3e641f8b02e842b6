"""The trace as an application of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"
    verbose_name = _("操作记录")

    def ready(self) -> None:
        # All of them need the models of other apps, which exist only now.
        from portal.audit import checks, receivers  # noqa: F401 - checks: registers the start-up checks

        receivers.connect()
