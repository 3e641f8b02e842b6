from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plugins.mentors.base import Handover, OpenItem
from plugins.mentors.models import Mentor
from portal.casework.clocks import key_of, running
from portal.workflow.parties import SYSTEM
from qingchuang_hello.models import Request, RequestState
from qingchuang_hello.workflows import RequestFlow


def open_requests(mentor: Mentor) -> Sequence[OpenItem]:
    """What the mentor has not answered; by its number, as staff who hand it over need not know what was asked."""
    if mentor.user_id is None:
        return []
    waiting = list(Request.objects.filter(mentor=mentor.user_id, state=RequestState.OPEN).order_by("pk"))
    due = running(waiting)
    return [
        OpenItem(
            str(request.pk),
            request.number,
            url=reverse("hello:answer", args=[request.pk]),
            due_at=due[key_of(request)].due_at,
        )
        for request in waiting
    ]


def hand_request_over(mentor: Mentor, item: OpenItem, to: Mentor | None, actor: Any) -> None:
    """To a peer or to the desk; the asker has its answer by the same time."""
    request = Request.objects.get(pk=item.key)
    if to is None:
        RequestFlow.take_back(request, actor=SYSTEM)
    else:
        RequestFlow.pass_on(request, actor=SYSTEM, mentor=to)


REQUESTS = Handover("hello.requests", _("待答复的请求"), open=open_requests, hand_over=hand_request_over)
