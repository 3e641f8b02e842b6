"""Closed lists of the plugin."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServingState(models.TextChoices):
    """Whether a mentor can be reached now (A12, P16)."""

    SERVING = "serving", _("在聘")
    PAUSED = "paused", _("暂停服务")
    FORMER = "former", _("已离任")
