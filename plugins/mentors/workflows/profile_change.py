"""From a mentor's draft to the public page (A14): the old page stays until the new one is approved."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.mentors.changing.publishing import (
    changes_nothing,
    forget_photos,
    is_in_moderation,
    is_not_overtaken,
    is_overtaken,
    keep_answer,
    keep_base,
    publish_change,
    shows_numbers,
    take_in,
    take_over_news,
)
from plugins.mentors.choices import OPEN_CHANGES, ChangeState
from plugins.mentors.models import ProfileChange
from plugins.mentors.notices import profile_change as notices
from plugins.mentors.rules.profile_change import reviews_changes, writes_change
from plugins.mentors.settings import MentorSettings
from portal.notices.telling import tell
from portal.workflow.engine import Workflow
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Clock, Transition
from portal.working_time.durations import WorkingDays

DRAFT, SUBMITTED, RETURNED, APPROVED, REJECTED, WITHDRAWN, LAPSED = ChangeState

MENTOR = Party("mentor", _("导师"), writes_change)
REVIEWER = Party("reviewer", _("导师专员"), reviews_changes)

ARTICLE = "管理办法第二十三条"


def days(name: str, *, ahead: bool = False) -> Any:
    """A time limit in working days by the setting of the site; `ahead` for the reminder of its end."""

    def limit(change: ProfileChange) -> WorkingDays:
        settings = MentorSettings.for_site(change.site)
        whole = getattr(settings, name)
        return WorkingDays(max(whole - settings.change_reminder_days, 1) if ahead else whole)

    return limit


class ProfileChangeFlow(Workflow[ProfileChange]):
    label, model, states = _("展示页变更"), ProfileChange, ChangeState
    final = {APPROVED, REJECTED, WITHDRAWN, LAPSED}
    public = {
        DRAFT: _("草稿，未提交"),
        SUBMITTED: _("待审核，公开的仍是原来的展示页"),
        RETURNED: _("请修改后重新提交"),
        APPROVED: _("已通过并公开"),
        REJECTED: _("未通过"),
        WITHDRAWN: _("已撤回"),
        LAPSED: _("逾期未修改，已终止"),
    }
    waits = {DRAFT: _("由导师填写，不计时限")}

    begin = Transition(
        (), DRAFT, by=(MENTOR,), label=_("开始修改"), public=_("开始修改展示页"), then=(keep_base,)
    )
    submit = Transition(
        {DRAFT, RETURNED},
        SUBMITTED,
        by=(MENTOR,),
        unless=(changes_nothing, shows_numbers),
        label=_("提交审核"),
        public=_("已提交审核"),
        article=ARTICLE,
        then=(take_in, tell(notices.CHANGE_SUBMITTED)),
    )
    approve = Transition(
        {SUBMITTED},
        APPROVED,
        by=(REVIEWER,),
        unless=(is_overtaken, is_in_moderation, shows_numbers),
        label=_("通过并公开"),
        public=_("已通过，新的展示页已公开"),
        article=ARTICLE,
        then=(publish_change, forget_photos, tell(notices.CHANGE_APPROVED)),
    )
    send_back = Transition(
        {SUBMITTED},
        RETURNED,
        by=(REVIEWER,),
        needs_note=True,
        label=_("退回修改"),
        public=_("请修改"),
        article=ARTICLE,
        then=(keep_answer, tell(notices.CHANGE_RETURNED)),
    )
    reject = Transition(
        {SUBMITTED},
        REJECTED,
        by=(REVIEWER,),
        needs_note=True,
        label=_("不通过"),
        public=_("未通过，展示页不变"),
        article=ARTICLE,
        then=(keep_answer, forget_photos, tell(notices.CHANGE_REJECTED)),
    )
    take_over = Transition(
        {SUBMITTED},
        SUBMITTED,
        by=(REVIEWER,),
        unless=(is_not_overtaken,),
        clock=Clock.KEEP,
        label=_("合并公开页的改动"),
        public=_("已合并公开页后来的改动"),
        then=(take_over_news,),
    )
    reopen = Transition({SUBMITTED}, DRAFT, by=(MENTOR,), label=_("撤回修改"), public=_("导师撤回继续修改"))
    withdraw = Transition(
        {DRAFT, SUBMITTED, RETURNED},
        WITHDRAWN,
        by=(MENTOR,),
        label=_("放弃变更"),
        public=_("导师已撤回"),
        then=(forget_photos,),
    )
    end = Transition(
        OPEN_CHANGES,
        WITHDRAWN,
        by=(SYSTEM,),
        label=_("终止"),
        public=_("导师已离任，变更终止"),
        then=(forget_photos,),
    )
    remind = Transition(
        {SUBMITTED},
        SUBMITTED,
        by=(SYSTEM,),
        after=days("change_review_days", ahead=True),
        clock=Clock.KEEP,
        label=_("提醒审核"),
        public=_("即将到期，已提醒导师专员"),
        then=(tell(notices.CHANGE_DUE),),
    )
    escalate = Transition(
        {SUBMITTED},
        SUBMITTED,
        by=(SYSTEM,),
        after=days("change_review_days"),
        clock=Clock.KEEP,
        label=_("超期督办"),
        public=_("审核超期，已提醒管理人员"),
        article=ARTICLE,
        then=(tell(notices.CHANGE_LATE),),
    )
    remind_mentor = Transition(
        {RETURNED},
        RETURNED,
        by=(SYSTEM,),
        after=days("change_correction_days", ahead=True),
        clock=Clock.KEEP,
        label=_("提醒修改"),
        public=_("即将到期，已提醒导师"),
        then=(tell(notices.CHANGE_CORRECTION_DUE),),
    )
    lapse = Transition(
        {RETURNED},
        LAPSED,
        by=(SYSTEM,),
        after=days("change_correction_days"),
        label=_("逾期终止"),
        public=_("逾期未修改，变更终止"),
        then=(forget_photos, tell(notices.CHANGE_LAPSED)),
    )
