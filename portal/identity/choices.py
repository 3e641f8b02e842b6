"""Closed lists of identity."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Assurance(models.IntegerChoices):
    """How sure the portal is of who a person is; a higher level includes the lower ones."""

    NONE = 0, _("未核验")
    PHONE = 1, _("手机号已验证")
    PROVIDER = 2, _("经实名平台核验")
    COUNTER = 3, _("经窗口核对证件")


class DocumentKind(models.TextChoices):
    """What an identity was proved with."""

    ID_CARD = "id_card", _("居民身份证")
    OTHER = "other", _("护照、通行证或其他证件")


COUNTER = "counter"
"""The source of an identity that staff have verified; every other source is a provider's slug."""
