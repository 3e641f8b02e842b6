"""Personal data as an application of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "portal.privacy"
    label = "privacy"
    verbose_name = _("个人信息")

    def ready(self) -> None:
        from portal.privacy import checks  # noqa: F401 - registers the start-up check
