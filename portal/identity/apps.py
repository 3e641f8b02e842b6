"""Identity as an application of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "portal.identity"
    label = "identity"
    verbose_name = _("实名身份")

    def ready(self) -> None:
        from portal.identity import checks, receivers  # noqa: F401 - registers the start-up checks and receivers
