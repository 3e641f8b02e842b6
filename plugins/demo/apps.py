"""An invented city, so that the portal can be seen at work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "plugins.demo"
    label = "demo"
    verbose_name = _("演示内容")
