from django.utils.translation import gettext_lazy as _

from portal.notices.telling import tell
from portal.numbering.giving import next_number
from portal.workflow.engine import Workflow
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Clock, Moved, Transition
from portal.working_time.durations import ClockHours
from qingchuang_hello.giving import let_go, pass_to_mentor, put_to_mentor
from qingchuang_hello.models import Request, RequestState
from qingchuang_hello.notices import REQUEST_ANSWERED, REQUEST_PASSED_ON, REQUEST_PUT
from qingchuang_hello.rules import answers_requests, has_asked, is_asked
from qingchuang_hello.settings import HelloSettings

OPEN, HANDED_OVER, ANSWERED, WITHDRAWN = RequestState

ASKER = Party("asker", _("提出人"), has_asked)
MENTOR = Party("mentor", _("导师"), is_asked)
OFFICER = Party("officer", _("服务专员"), answers_requests)


def time_to_reply(request: Request) -> ClockHours:
    """The site's setting."""
    return ClockHours(HelloSettings.for_site(request.site).reply_hours)


def give_number(moved: Moved) -> None:
    """The receipt number, one after the other."""
    moved.case.number = next_number("WH")
    moved.case.save(update_fields=["number"])


def keep_reply(moved: Moved) -> None:
    """Write the reply that came with the move."""
    moved.case.reply = moved.data["reply"]
    moved.case.save(update_fields=["reply"])


class RequestFlow(Workflow[Request]):
    label, model, states, final = _("请求"), Request, RequestState, {ANSWERED, WITHDRAWN}
    public = {
        OPEN: _("等待答复"),
        HANDED_OVER: _("等待值班人员答复"),
        ANSWERED: _("已答复"),
        WITHDRAWN: _("已撤回"),
    }
    waits = {HANDED_OVER: _("值班人员当班答复，不再另计时限")}

    ask = Transition(
        (),
        OPEN,
        by=(ASKER,),
        label=_("提出"),
        public=_("已提交"),
        then=(give_number, put_to_mentor, tell(REQUEST_PUT)),
    )
    answer = Transition(
        {OPEN, HANDED_OVER},
        ANSWERED,
        by=(MENTOR, OFFICER),
        label=_("答复"),
        public=_("已答复"),
        then=(keep_reply, tell(REQUEST_ANSWERED)),
    )
    hand_over = Transition(
        {OPEN},
        HANDED_OVER,
        by=(SYSTEM,),
        after=time_to_reply,
        label=_("转值班"),
        public=_("超时，已转值班人员"),
        then=(let_go,),
    )
    pass_on = Transition(
        {OPEN},
        OPEN,
        by=(SYSTEM,),
        clock=Clock.KEEP,
        label=_("转另一位导师"),
        public=_("原导师不能再答复，已转另一位导师"),
        then=(pass_to_mentor, tell(REQUEST_PUT), tell(REQUEST_PASSED_ON)),
    )
    take_back = Transition(
        {OPEN},
        OPEN,
        by=(SYSTEM,),
        clock=Clock.KEEP,
        label=_("转服务台"),
        public=_("导师不能再答复，已转服务台"),
        then=(let_go, tell(REQUEST_PASSED_ON)),
    )
    withdraw = Transition(
        {OPEN, HANDED_OVER}, WITHDRAWN, by=(ASKER,), label=_("撤回"), public=_("提出人已撤回")
    )
