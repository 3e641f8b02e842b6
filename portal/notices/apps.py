"""Notices as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"
    verbose_name = _("通知")

    def ready(self) -> None:
        from portal.jobs.parked import park
        from portal.notices import checks  # noqa: F401 - registers the start-up check
        from portal.notices.parked import DELIVERIES

        park(DELIVERIES)
