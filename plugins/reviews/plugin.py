"""The plugin `reviews`: experts judge cases that other plugins hand over (A4, B10.3)."""

from django.utils.translation import gettext_lazy as _

from plugins.reviews.base import ReviewKind
from plugins.reviews.kinds import POINT
from portal import __version__
from portal.plugin.base import Plugin


class Reviews(Plugin):
    slug, label = "reviews", _("专家评审")
    summary = _("组织评审轮次，抽取专家，独立评分，汇总并作出决定。")
    version = __version__
    enabled_by_default = True
    accepts = {POINT: ReviewKind}
