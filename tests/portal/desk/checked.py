"""Questions as the desk works on them: two clerks, a checklist, a return with a letter."""

from typing import Any

from wagtail.models import Site

from portal.casework.base import CaseFile, CheckItem
from portal.desk.checklists import defects, says_why_late, whole_checklist_decided, whole_checklist_fits
from portal.notices.base import Notice
from portal.notices.telling import tell
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Clock, Transition
from portal.working_time.durations import ClockHours, WorkingDays
from tests.questions import ASKER, Question, QuestionFlow, State

OPEN, RETURNED, ANSWERED, WITHDRAWN = State
PERMISSION = "identity.verify_at_counter"
SECRET = "秘密"  # a question that one clerk may not read

CLERK = Party("clerk", "服务专员", lambda user, question: user.has_perm(PERMISSION))
ITEMS = (
    CheckItem("licence", "营业执照", hint="在有效期内", reasons=("照片看不清，请重新拍照。", "已过有效期。")),
    CheckItem("insurance", "社保证明", reasons=("缺 10 月缴费明细。",)),
)


def words_of_return(question: Question) -> dict[str, Any]:
    lines = [f"{label}：{reason}" for label, reason in defects(question)]
    return {"name": question.asker.get_full_name(), "points": "；".join(lines)}


SENT_BACK = Notice(
    "questions.sent_back",
    "材料退回补正",
    to=lambda question: [question.asker],
    context=words_of_return,
    example={"name": "陈提问", "points": "营业执照：看不清"},
)


class CheckedFlow(QuestionFlow):
    """A question whose papers are checked; after two days the system hands it to the duty officer, who stays late."""

    label, model, states, final = "材料审核", Question, State, {ANSWERED, WITHDRAWN}
    waits = {OPEN: "值班人员当班办理"}

    send_back = Transition(
        {OPEN},
        RETURNED,
        by=(CLERK,),
        unless=(whole_checklist_decided, says_why_late),
        label="退回补正",
        public="请补正",
        then=(tell(SENT_BACK),),
    )
    accept = Transition(
        {OPEN}, ANSWERED, by=(CLERK,), unless=(whole_checklist_fits,), label="通过", public="已通过"
    )
    give_up = Transition({OPEN}, WITHDRAWN, by=(CLERK,), needs_note=True, label="不通过", public="未通过")
    consent = Transition(
        {OPEN}, OPEN, by=(CLERK,), clock=Clock.KEEP, label="同意再次退回", public="同意再次退回"
    )
    reply = Transition({OPEN}, ANSWERED, by=(CLERK,), label="书面答复", public="已答复")


def may_read(user: Any, question: Question) -> bool:
    return bool(user.has_perm(PERMISSION)) and question.text != SECRET


FILE = CaseFile(
    workflow=CheckedFlow,
    title=lambda question: f"材料：{question.text}",
    number=lambda question: f"LY-2026-{question.pk:06d}",
    mine=lambda user: Question.objects.filter(asker=user),
    work={OPEN: PERMISSION},
    may_read=may_read,
    applicant=lambda question: f"{question.asker.last_name[:1]}**",
    checklist=lambda question: ITEMS,
    letters={"send_back": SENT_BACK},
    pages={"reply": "identity_desk:verify"},
    site=lambda question: Site.objects.get(is_default_site=True),
)

__all__ = ["ASKER", "SYSTEM", "ClockHours", "WorkingDays"]
