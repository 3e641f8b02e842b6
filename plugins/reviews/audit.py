"""Acts of expert review that stand in the trace; moves of cases have their own record, which holds no dates."""

from django.utils.translation import gettext_lazy as _

from portal.audit.table import Action

PANEL_DRAWN = Action("reviews.panel_drawn", _("抽取评审专家"))
EXPERT_KEPT = Action("reviews.expert_kept", _("维护专家信息"))
ROUND_EXTENDED = Action("reviews.round_extended", _("延长评分时间"))
MATRIX_READ = Action("reviews.matrix_read", _("查看评分汇总"))
MINUTES_TAKEN = Action("reviews.minutes_taken", _("导出评审纪要"))
AUDIT_ACTIONS = (PANEL_DRAWN, EXPERT_KEPT, ROUND_EXTENDED, MATRIX_READ, MINUTES_TAKEN)
