"""Jobs as a Django application: after every migration the schedules are what the code declares."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"
    verbose_name = _("后台任务")

    def ready(self) -> None:
        post_migrate.connect(_sync_schedules, sender=self)


def _sync_schedules(using: str, **kwargs: Any) -> None:
    from portal.jobs.schedule import sync  # models exist only after start-up

    if using == "default":
        sync()
