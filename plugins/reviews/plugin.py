"""The plugin `reviews`: experts judge cases that other plugins hand over (A4, B10.3)."""

from django.utils.translation import gettext_lazy as _

from plugins.reviews.api.criteria import CriteriaViewSet
from plugins.reviews.api.experts import SeatViewSet, SheetViewSet
from plugins.reviews.api.rounds import RoundViewSet
from plugins.reviews.audit import AUDIT_ACTIONS
from plugins.reviews.base import ReviewKind
from plugins.reviews.kinds import POINT
from plugins.reviews.notices import ENDED, EXTENDED, INVITED, REMINDER, TAKEN_OUT
from plugins.reviews.panels import member_panel
from plugins.reviews.rules import reads_record, writes_record
from plugins.reviews.settings import ReviewSettings
from plugins.reviews.tasks import rounds_to_decide, sheets_to_fill
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow
from portal import __version__
from portal.plugin.base import AttachmentOwner, AttachmentSlot, Panel, Plugin


class Reviews(Plugin):
    slug, label = "reviews", _("专家评审")
    summary = _("组织评审轮次，抽取专家，独立评分，汇总并作出决定。")
    version = __version__
    enabled_by_default = True
    urls = "plugins.reviews.urls"
    api = {
        "review-criteria": CriteriaViewSet,
        "review-rounds": RoundViewSet,
        "review-seats": SeatViewSet,
        "review-sheets": SheetViewSet,
    }
    panels = (Panel("member", "reviews/member_panel.html", member_panel, order=20),)
    today = (sheets_to_fill, rounds_to_decide)
    accepts = {POINT: ReviewKind}
    workflows = (RoundFlow, SeatFlow, SheetFlow)
    notices = (INVITED, EXTENDED, REMINDER, ENDED, TAKEN_OUT)
    settings = ReviewSettings
    permissions = ("reviews.run_round",)
    grants = {"mentor_clerk": ("reviews.run_round",), "manager": ("reviews.run_round",)}
    audit_actions = AUDIT_ACTIONS
    attachment_owners = (
        AttachmentOwner(
            "reviews.Record",
            slots=(
                AttachmentSlot(
                    "photos",
                    _("现场照片"),
                    kinds=("jpg", "png"),
                    max_files=9,
                    required=False,
                    help_text=_("只拍与评审有关的内容。"),
                ),
            ),
            may_read=reads_record,
            may_change=writes_record,
        ),
    )
