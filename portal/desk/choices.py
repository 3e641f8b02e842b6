"""Closed lists of the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What staff find of one point of a checklist (S4)."""

    FITS = "fits", _("符合")
    FAILS = "fails", _("不符合")
    MEND = "mend", _("需补正")


class Band(models.TextChoices):
    """How much time is left (S2)."""

    OVERDUE = "overdue", _("超期")
    SOON = "soon", _("临期")
    WATCH = "watch", _("关注")
    CALM = "calm", _("正常")


class Tab(models.TextChoices):
    """Whose items a queue shows."""

    ALL = "", _("全组")
    MINE = "mine", _("我的")
    FREE = "free", _("未认领")


class Period(models.TextChoices):
    """How long ago something happened last."""

    DAY = "1", _("24 小时内")
    THREE = "3", _("3 天内")
    WEEK = "7", _("7 天内")
    MONTH = "30", _("30 天内")
