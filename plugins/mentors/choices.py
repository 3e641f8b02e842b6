"""Closed lists of the plugin."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServingState(models.TextChoices):
    """Whether a mentor can be reached now (A12, P16)."""

    SERVING = "serving", _("在聘")
    PAUSED = "paused", _("暂停服务")
    FORMER = "former", _("已离任")
    HIDDEN = "hidden", _("紧急隐藏")


class CertificateStanding(models.TextChoices):
    """What a certificate of appointment is worth."""

    VALID = "valid", _("有效")
    COMING = "not_yet", _("聘期尚未开始")
    ENDED = "expired", _("聘期已满")
    ENDED_EARLY = "withdrawn", _("已提前终止")
