"""A mentor's wish to leave (A15): accepted when nothing is left behind, and then at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.mentors.changing.publishing import keep_answer
from plugins.mentors.choices import ResignationState
from plugins.mentors.leaving.effects import end_service, has_nothing_open, has_open_work, pass_on, take_in
from plugins.mentors.models import Resignation
from plugins.mentors.notices import resignation as notices
from plugins.mentors.rules.resignation import resigns, reviews_resignations
from plugins.mentors.settings import MentorSettings
from portal.notices.telling import tell
from portal.workflow.engine import Workflow
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Clock, Transition
from portal.working_time.durations import WorkingDays

SUBMITTED, ACCEPTED, REFUSED, WITHDRAWN = ResignationState

MENTOR = Party("mentor", _("导师"), resigns)
REVIEWER = Party("reviewer", _("导师专员"), reviews_resignations)

ARTICLE = "管理办法第二十五条"


def days(*, ahead: bool = False) -> Any:
    """The time limit in working days by the setting of the site; `ahead` for the reminder of its end."""

    def limit(resignation: Resignation) -> WorkingDays:
        settings = MentorSettings.for_site(resignation.site)
        whole = settings.resignation_review_days
        return WorkingDays(max(whole - settings.change_reminder_days, 1) if ahead else whole)

    return limit


class ResignationFlow(Workflow[Resignation]):
    label, model, states = _("解聘申请"), Resignation, ResignationState
    final = {ACCEPTED, REFUSED, WITHDRAWN}
    public = {
        SUBMITTED: _("待审核，办结和移交前仍在聘"),
        ACCEPTED: _("已解聘"),
        REFUSED: _("未同意，继续在聘"),
        WITHDRAWN: _("已撤回，继续在聘"),
    }

    ask = Transition(
        (),
        SUBMITTED,
        by=(MENTOR,),
        label=_("申请解聘"),
        public=_("已提交解聘申请"),
        article=ARTICLE,
        then=(take_in, tell(notices.RESIGNATION_SUBMITTED)),
    )
    hand_over = Transition(
        {SUBMITTED},
        SUBMITTED,
        by=(REVIEWER,),
        unless=(has_nothing_open,),
        clock=Clock.KEEP,
        label=_("移交"),
        public=_("已移交一项"),
        article=ARTICLE,
        then=(pass_on,),
    )
    accept = Transition(
        {SUBMITTED},
        ACCEPTED,
        by=(REVIEWER,),
        unless=(has_open_work,),
        label=_("同意解聘"),
        public=_("已解聘，展示页和名片作为历史保留"),
        article=ARTICLE,
        then=(end_service, tell(notices.RESIGNATION_ACCEPTED)),
    )
    refuse = Transition(
        {SUBMITTED},
        REFUSED,
        by=(REVIEWER,),
        needs_note=True,
        label=_("不同意"),
        public=_("未同意"),
        article=ARTICLE,
        then=(keep_answer, tell(notices.RESIGNATION_REFUSED)),
    )
    withdraw = Transition({SUBMITTED}, WITHDRAWN, by=(MENTOR,), label=_("撤回申请"), public=_("导师已撤回"))
    remind = Transition(
        {SUBMITTED},
        SUBMITTED,
        by=(SYSTEM,),
        after=days(ahead=True),
        clock=Clock.KEEP,
        label=_("提醒审核"),
        public=_("即将到期，已提醒导师专员"),
        then=(tell(notices.RESIGNATION_DUE),),
    )
    escalate = Transition(
        {SUBMITTED},
        SUBMITTED,
        by=(SYSTEM,),
        after=days(),
        clock=Clock.KEEP,
        label=_("超期督办"),
        public=_("审核超期，已提醒管理人员"),
        article=ARTICLE,
        then=(tell(notices.RESIGNATION_LATE),),
    )
