"""Working days as a Django application: after every migration the years that the calendar knows are there."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkingTimeConfig(AppConfig):
    name = "portal.working_time"
    label = "working_time"
    verbose_name = _("工作日历")

    def ready(self) -> None:
        post_migrate.connect(_fill_in_years, sender=self)


def _fill_in_years(using: str, **kwargs: Any) -> None:
    from portal.working_time.seeding import fill_in_years  # models exist only after start-up

    if using == "default":
        fill_in_years()
