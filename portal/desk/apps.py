"""The desk as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "portal.desk"
    label = "desk"
    verbose_name = _("服务台")

    def ready(self) -> None:
        from portal.desk.following import follow
        from portal.workflow.transitions import stepped

        stepped.connect(follow, dispatch_uid="desk")
