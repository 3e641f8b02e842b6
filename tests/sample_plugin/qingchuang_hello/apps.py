from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelloConfig(AppConfig):
    name = "qingchuang_hello"
    label = "hello"
    verbose_name = _("问候")
