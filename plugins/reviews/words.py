"""Sentences that say why not, in one place: pages, API and workflows use the same."""

from django.utils.translation import gettext_lazy as _

from plugins.reviews.choices import SheetState

NOT_OPEN = _("评分还没有开始。")
OVER = _("评分已经截止。")
UNSIGNED = _("请先签署利益冲突声明。")
SIGNED = _("声明已经签署。")
NO_CASES = _("这一轮还没有评审事项。")
NO_PANEL = _("还没有抽取专家。")
WEIGHTS = _("评分标准的权重合计应为 100%。")
NO_TIME_LEFT = _("评分截止时间已过，请先延后截止时间。")
NOT_LATER = _("新的截止时间须晚于 %s。")
NOT_ALL_IN = _("还有专家没有提交，截止前不能提前结束。")
UNDECIDED = _("还有事项没有作出决定。")
OUT_OF_ROUND = _("这件事项已移出本轮，不再评分。")
OFF_SCALE = _("分值应在 0 到 5 之间。")
LOCKED = {
    SheetState.SUBMITTED: _("评分表已提交并锁定。"),
    SheetState.RECUSED: _("你已回避这件事项。"),
    SheetState.MISSING: _("评分已经截止，评分表已收回。"),
}
