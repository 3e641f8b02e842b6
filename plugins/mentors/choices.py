"""Closed lists of the plugin."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServingState(models.TextChoices):
    """Whether a mentor can be reached now (A12, P16)."""

    SERVING = "serving", _("在聘")
    PAUSED = "paused", _("暂停服务")
    FORMER = "former", _("已离任")
    HIDDEN = "hidden", _("紧急隐藏")


class ApplicationState(models.TextChoices):
    """Where an application to become a mentor stands (A2 to A4), in the words of those who work on it."""

    DRAFT = "draft", _("草稿")
    CHECKING = "checking", _("材料审核")
    RETURNED = "returned", _("待补正")
    AWAITING_REVIEW = "awaiting_review", _("待专家评审")
    IN_REVIEW = "in_review", _("专家评审中")
    ENTERING_TERM = "entering_term", _("待填聘期")
    APPOINTED = "appointed", _("已聘任")
    REJECTED = "rejected", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("逾期未补正")


CLOSED_APPLICATIONS = (
    ApplicationState.APPOINTED,
    ApplicationState.REJECTED,
    ApplicationState.WITHDRAWN,
    ApplicationState.LAPSED,
)
EDITABLE_APPLICATIONS = (ApplicationState.DRAFT, ApplicationState.RETURNED)
"""The states in which the applicant may change what they have filled in."""


class CertificateStanding(models.TextChoices):
    """What a certificate of appointment is worth."""

    VALID = "valid", _("有效")
    COMING = "not_yet", _("聘期尚未开始")
    ENDED = "expired", _("聘期已满")
    ENDED_EARLY = "withdrawn", _("已提前终止")


class ChangeState(models.TextChoices):
    """Where a change of a mentor's page stands (A14), in the words of those who work on it."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("待修改")
    APPROVED = "approved", _("已通过")
    REJECTED = "rejected", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("逾期未修改")


OPEN_CHANGES = (ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.RETURNED)
EDITABLE_CHANGES = (ChangeState.DRAFT, ChangeState.RETURNED)
"""The states in which the mentor may go on writing."""


class ResignationState(models.TextChoices):
    """Where a mentor's wish to leave stands (A15)."""

    SUBMITTED = "submitted", _("待审核")
    ACCEPTED = "accepted", _("已解聘")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")
