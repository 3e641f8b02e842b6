"""Plugins in the admin, as a Django application without tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginAdminConfig(AppConfig):
    name = "portal.plugin_admin"
    label = "plugin_admin"
    verbose_name = _("插件管理")
