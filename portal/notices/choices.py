"""Closed lists of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message rings besides the inbox."""

    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")


class State(models.TextChoices):
    """What has become of a delivery."""

    WAITING = "waiting", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已送出")
    REFUSED = "refused", _("地址无效")
    UNKNOWN = "unknown", _("结果不明")
    GIVEN_UP = "given_up", _("未送达")


UNDELIVERED = (State.REFUSED, State.UNKNOWN, State.GIVEN_UP)
"""What somebody has to look at."""
