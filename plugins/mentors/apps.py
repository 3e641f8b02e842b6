"""Mentors: who serves, until when, under which card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorsConfig(AppConfig):
    name = "plugins.mentors"
    label = "mentors"
    verbose_name = _("创业导师")

    def ready(self) -> None:
        from plugins.mentors import protection, receivers

        receivers.connect()
        protection.connect()
