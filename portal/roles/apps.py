"""Roles as an application of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RolesConfig(AppConfig):
    name = "portal.roles"
    label = "roles"
    verbose_name = _("岗位")

    def ready(self) -> None:
        from portal.roles import checks  # noqa: F401 - registers the start-up checks
