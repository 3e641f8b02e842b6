"""One-time submission as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmittingConfig(AppConfig):
    name = "portal.submitting"
    label = "submitting"
    verbose_name = _("一次提交")
