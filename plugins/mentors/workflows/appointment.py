"""From a draft to an appointed mentor (A2 to A4; public states of P21)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plugins.mentors.applying.becoming import become_mentor
from plugins.mentors.applying.guards import (
    already_a_mentor,
    is_not_whole,
    needs_no_consent,
    was_returned_before,
)
from plugins.mentors.choices import CLOSED_APPLICATIONS, ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.notices import application as notices
from plugins.mentors.rules.application import (
    checks_applications,
    enters_terms,
    is_applicant,
    supervises_applications,
)
from plugins.mentors.settings import MentorSettings
from plugins.reviews.actions import take_out
from portal.desk.checklists import says_why_late, whole_checklist_decided, whole_checklist_fits
from portal.notices.telling import tell
from portal.numbering.giving import next_number
from portal.workflow.engine import Workflow
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Clock, Moved, Transition
from portal.working_time.durations import WorkingDays

(
    DRAFT,
    CHECKING,
    RETURNED,
    AWAITING_REVIEW,
    IN_REVIEW,
    ENTERING_TERM,
    APPOINTED,
    REJECTED,
    WITHDRAWN,
    LAPSED,
) = ApplicationState

APPLICANT = Party("applicant", _("申请人"), is_applicant)
CHECKER = Party("checker", _("材料审核岗"), checks_applications)
TERM_CLERK = Party("term_clerk", _("聘任岗"), enters_terms)
SUPERVISOR = Party("supervisor", _("管理人员"), supervises_applications)

APPLIED_BY = "平台手册第一部分第 2 条"
CHECKED_BY = "平台手册第一部分第 3 条"
APPOINTED_BY = "平台手册第一部分第 4 条"
SERIES = "DS"


def days(name: str) -> Any:
    """A time limit in working days by the setting of the application's site."""

    def limit(application: Application) -> WorkingDays:
        return WorkingDays(getattr(MentorSettings.for_site(application.site), name))

    return limit


def take_in(moved: Moved) -> None:
    """Give it its receipt number."""
    application: Application = moved.case
    application.number, application.submitted_at = next_number(SERIES), moved.step.at
    application.save(update_fields=["number", "submitted_at"])


def count_return(moved: Moved) -> None:
    moved.case.returns += 1
    moved.case.save(update_fields=["returns"])


def allow_return(moved: Moved) -> None:
    moved.case.returns_allowed = moved.case.returns + 1
    moved.case.save(update_fields=["returns_allowed"])


def leave_round(moved: Moved) -> None:
    """Experts who judge it need not go on."""
    take_out(moved.case, actor=moved.step.actor, reason=gettext("申请人撤回申请"))


class AppointmentFlow(Workflow[Application]):
    label, model, states, final = _("导师申请"), Application, ApplicationState, CLOSED_APPLICATIONS
    public = {
        DRAFT: _("草稿"),
        CHECKING: _("材料审核"),
        RETURNED: _("待补正"),
        AWAITING_REVIEW: _("待专家评审"),
        IN_REVIEW: _("专家评审"),
        ENTERING_TERM: _("聘期填写"),
        APPOINTED: _("已聘任"),
        REJECTED: _("未通过"),
        WITHDRAWN: _("已撤回"),
        LAPSED: _("逾期未补正，已终止"),
    }
    waits = {
        DRAFT: _("由申请人填写，不计时限"),
        IN_REVIEW: _("评审轮次有自己的起止时间"),
    }

    begin = Transition(
        (), DRAFT, by=(APPLICANT,), label=_("开始申请"), public=_("开始填写申请"), unless=(already_a_mentor,)
    )
    submit = Transition(
        {DRAFT},
        CHECKING,
        by=(APPLICANT,),
        label=_("提交申请"),
        public=_("已提交"),
        article=APPLIED_BY,
        unless=(is_not_whole,),
        then=(take_in, tell(notices.APPLICATION_RECEIVED)),
    )
    pass_check = Transition(
        {CHECKING},
        AWAITING_REVIEW,
        by=(CHECKER,),
        label=_("通过，送专家评审"),
        public=_("材料审核通过"),
        article=CHECKED_BY,
        unless=(whole_checklist_fits,),
        then=(tell(notices.APPLICATION_PASSED_CHECK),),
    )
    send_back = Transition(
        {CHECKING},
        RETURNED,
        by=(CHECKER,),
        label=_("退回补正"),
        public=_("请补正"),
        article=CHECKED_BY,
        unless=(was_returned_before, whole_checklist_decided, says_why_late),
        then=(count_return, tell(notices.APPLICATION_RETURNED)),
    )
    reject = Transition(
        {CHECKING},
        REJECTED,
        by=(CHECKER,),
        label=_("不通过"),
        public=_("材料审核未通过"),
        article=CHECKED_BY,
        needs_note=True,
        then=(tell(notices.APPLICATION_REJECTED),),
    )
    consent_to_return = Transition(
        {CHECKING},
        CHECKING,
        by=(SUPERVISOR,),
        label=_("同意再次退回"),
        public=_("管理人员同意再次退回补正"),
        needs_note=True,
        clock=Clock.KEEP,
        unless=(needs_no_consent,),
        then=(allow_return,),
    )
    lapse = Transition(
        {RETURNED},
        LAPSED,
        by=(SYSTEM,),
        after=days("correction_days"),
        label=_("逾期终止"),
        public=_("逾期未补正，申请终止"),
        then=(tell(notices.APPLICATION_LAPSED),),
    )
    resubmit = Transition(
        {RETURNED},
        CHECKING,
        by=(APPLICANT,),
        label=_("补正后提交"),
        public=_("已补正"),
        unless=(is_not_whole,),
        then=(tell(notices.APPLICATION_RECEIVED),),
    )
    withdraw = Transition(
        {DRAFT, CHECKING, RETURNED, AWAITING_REVIEW, IN_REVIEW, ENTERING_TERM},
        WITHDRAWN,
        by=(APPLICANT,),
        label=_("撤回申请"),
        public=_("申请人已撤回"),
        then=(leave_round,),
    )
    begin_review = Transition(
        {AWAITING_REVIEW}, IN_REVIEW, by=(SYSTEM,), label=_("列入评审"), public=_("已列入专家评审")
    )
    leave_review = Transition(
        {IN_REVIEW}, AWAITING_REVIEW, by=(SYSTEM,), label=_("退出本轮评审"), public=_("改在下一轮专家评审")
    )
    review_passed = Transition(
        {IN_REVIEW},
        ENTERING_TERM,
        by=(SYSTEM,),
        label=_("评审通过"),
        public=_("通过专家评审"),
        article=CHECKED_BY,
        then=(tell(notices.APPLICATION_REVIEWED),),
    )
    review_failed = Transition(
        {IN_REVIEW},
        REJECTED,
        by=(SYSTEM,),
        label=_("评审不通过"),
        public=_("未通过专家评审"),
        article=CHECKED_BY,
        then=(tell(notices.APPLICATION_REJECTED),),
    )
    appoint = Transition(
        {ENTERING_TERM},
        APPOINTED,
        by=(TERM_CLERK,),
        label=_("填写聘期并聘任"),
        public=_("已聘任"),
        article=APPOINTED_BY,
        then=(become_mentor, tell(notices.APPLICATION_APPOINTED)),
    )
    escalate_check = Transition(
        {CHECKING},
        CHECKING,
        by=(SYSTEM,),
        after=days("check_days"),
        clock=Clock.KEEP,
        label=_("超期督办"),
        public=_("材料审核超期，已提醒管理人员"),
        article=CHECKED_BY,
        then=(tell(notices.APPLICATION_LATE),),
    )
    escalate_review = Transition(
        {AWAITING_REVIEW},
        AWAITING_REVIEW,
        by=(SYSTEM,),
        after=days("review_days"),
        clock=Clock.KEEP,
        label=_("超期督办"),
        public=_("未按时列入评审，已提醒管理人员"),
        article=CHECKED_BY,
        then=(tell(notices.APPLICATION_LATE),),
    )
    escalate_term = Transition(
        {ENTERING_TERM},
        ENTERING_TERM,
        by=(SYSTEM,),
        after=days("term_days"),
        clock=Clock.KEEP,
        label=_("超期督办"),
        public=_("未按时填写聘期，已提醒管理人员"),
        article=APPOINTED_BY,
        then=(tell(notices.APPLICATION_LATE),),
    )
