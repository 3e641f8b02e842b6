"""The start-up checks, as a Django application without tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginContractConfig(AppConfig):
    name = "portal.plugin_contract"
    label = "plugin_contract"
    verbose_name = _("插件约定")

    def ready(self) -> None:
        from portal.plugin_contract import checks  # noqa: F401 - registers the start-up checks
