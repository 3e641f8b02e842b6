from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.casework.base import CaseFile, CheckItem, Task
from portal.casework.clocks import key_of, last_steps, running
from portal.masking import mask
from qingchuang_hello.models import Request, RequestState
from qingchuang_hello.notices import REQUEST_ANSWERED
from qingchuang_hello.queries import answerable_requests
from qingchuang_hello.rules import answers_requests
from qingchuang_hello.workflows import RequestFlow

WORK = (RequestState.OPEN, RequestState.HANDED_OVER)

REQUEST_FILE = CaseFile(
    workflow=RequestFlow,
    title=lambda request: _("请求：%s") % request.text,
    mine=lambda user: Request.objects.filter(asker=user),
    path=(RequestState.OPEN, RequestState.ANSWERED),
    work=dict.fromkeys(WORK, "hello.answer_request"),
    may_read=answers_requests,
    applicant=lambda request: mask("name", request.asker.get_full_name()),
    materials=lambda request: (),
    checklist=lambda request: (CheckItem("clear", _("问题说得清楚"), reasons=(_("看不出想办什么事。"),)),),
    letters={"answer": REQUEST_ANSWERED},
    pages={"answer": "hello:answer"},
    template="hello/case.html",
)


def requests_to_answer(user: Any) -> Iterable[Task]:
    """What waits for somebody who answers requests: an officer, or the mentor whom people have asked."""
    waiting = list(answerable_requests(user).filter(state__in=WORK))
    due, steps = running(waiting), last_steps(waiting)
    for request in waiting:
        deadline = due.get(key_of(request))
        yield Task(
            title=request.text,
            label=_("去答复"),
            url=reverse("hello:answer", args=[request.pk]),
            since=steps[key_of(request)].at,
            due=deadline and deadline.due_at,
        )
