"""Closed lists that the code itself relies on; lists that editors may extend are snippets (models.terms)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a mentor can be consulted (platform manual, part 2, article 5)."""

    MESSAGE = "message", _("留言")
    MEETING = "meeting", _("面谈")
    PHONE = "phone", _("电话")
    VIDEO = "video", _("视频")


class AvailableTime(models.TextChoices):
    """When a mentor can usually be asked for a talk (P10); single appointments are agreed by the two."""

    WORKDAY_MORNING = "workday_morning", _("工作日上午")
    WORKDAY_AFTERNOON = "workday_afternoon", _("工作日下午")
    WORKDAY_EVENING = "workday_evening", _("工作日晚上")
    WEEKEND = "weekend", _("周末")


class Stage(models.TextChoices):
    """How far a founder has come: what a mentor is at home in, and what a seeker says of themselves (P11, J1)."""

    PREPARING = "preparing", _("筹备期")
    STARTING = "starting", _("初创期")
    GROWING = "growing", _("成长期")
    ESTABLISHED = "established", _("成熟期")


class NewsKind(models.TextChoices):
    """Kinds of what appears under /notices/ (P9); recruitment announcements are pages of their own."""

    ANNOUNCEMENT = "announcement", _("公告")
    NOTIFICATION = "notification", _("通知")
    PUBLIC_NOTICE = "public_notice", _("公示")
    RESULT = "result", _("结果公告")
    ACTIVITY = "activity", _("活动")
    NEWS = "news", _("资讯")
    INTERPRETATION = "interpretation", _("解读")


class Disclosure(models.TextChoices):
    """How a document is open to the public."""

    ACTIVE = "active", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    NONE = "none", _("不予公开")


class ApplicantKind(models.TextChoices):
    """Who may apply to move into the centre (B8)."""

    SERVICE_ORGANISATION = "service_organisation", _("专业服务机构")
    ASSOCIATION = "association", _("公益性商协会")
    STARTUP = "startup", _("创业实体")


class ValidityState(models.TextChoices):
    """Whether a document binds on a given day; computed, never stored (P5)."""

    NOT_YET = "not_yet", _("尚未施行")
    VALID = "valid", _("有效")
    EXPIRED = "expired", _("已失效")
    REPEALED = "repealed", _("已废止")


class Phase(models.TextChoices):
    """Where a recruitment round stands at a given moment; computed, never stored (B10.1)."""

    UPCOMING = "upcoming", _("即将开始")
    OPEN = "open", _("正在招募")
    CLOSED = "closed", _("已截止")
