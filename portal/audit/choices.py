"""Closed lists of the trace."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Which door an act came through."""

    PAGE = "page", _("网页")
    ADMIN = "admin", _("管理后台")
    API = "api", _("接口（登录会话）")
    TOKEN = "token", _("接口（令牌）")
    EXPORT = "export", _("导出")
    SYSTEM = "system", _("系统")


class Result(models.TextChoices):
    """What came of it."""

    OK = "ok", _("成功")
    REFUSED = "refused", _("被拒绝")
    FAILED = "failed", _("失败")
