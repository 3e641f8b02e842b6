"""The kernel as a Django application: its switches are its only table."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginConfig(AppConfig):
    name = "portal.plugin"
    label = "plugin"
    verbose_name = _("插件")
