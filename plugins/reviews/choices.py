"""Words of expert review."""

from django.db import models
from django.utils.translation import gettext_lazy as _

WORST, BEST = 0, 5
"""The ends of every scale; each value between them has a written anchor."""
LONGEST_OBSERVATIONS = 10_000
COMMENT_BELOW = 3
"""A value under this one needs a comment."""
FULL_WEIGHT = 100
"""What the weights of a set of criteria come to, in per cent."""
MOST_LINES = 12


class RoundState(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    SCORING = "scoring", _("评分中")
    CLOSED = "closed", _("评分结束，待决定")
    DECIDED = "decided", _("已决定")
    CANCELLED = "cancelled", _("已取消")


class SeatKind(models.TextChoices):
    REGULAR = "regular", _("正选")
    RESERVE = "reserve", _("备选")


class SeatState(models.TextChoices):
    DRAWN = "drawn", _("已抽取")
    STANDING_BY = "standing_by", _("备选待命")
    SERVING = "serving", _("评审中")
    RELEASED = "released", _("评审结束")
    LEFT = "left", _("已退出")


class SheetState(models.TextChoices):
    DRAFT = "draft", _("评分中")
    SUBMITTED = "submitted", _("已提交")
    RECUSED = "recused", _("回避")
    MISSING = "missing", _("未提交")


class Ground(models.TextChoices):
    """Why an expert does not judge a case."""

    OWN_CASE = "own_case", _("本人申请")
    ORGANISATION = "organisation", _("同一单位或利害关系单位")
    DECLARED = "declared", _("本人申请回避")
    LEFT = "left", _("退出本轮评审")


class Outcome(models.TextChoices):
    """What came of a case in a round."""

    PASSED = "passed", _("通过")
    FAILED = "failed", _("不通过")
    RELEASED = "released", _("移出")


class RecordKind(models.TextChoices):
    VISIT = "visit", _("走访记录")
    INTERVIEW = "interview", _("面谈记录")
