from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.casework.addresses import case_url
from portal.notices.base import Notice

REQUEST_PUT = Notice(
    "hello.put",
    _("有请求等导师答复"),
    to=lambda request: [request.mentor],
    context=lambda request: {"number": request.number, "due": request.deadlines[0].due_at},
    example={"number": "WH-2026-000318", "due": datetime(2026, 11, 24, 9, tzinfo=UTC)},
    link=lambda request: reverse("hello:answer", args=[request.pk]),
)
REQUEST_PASSED_ON = Notice(
    "hello.passed_on",
    _("请求已转交"),
    to=lambda request: [request.asker],
    context=lambda request: {
        "number": request.number,
        "taker": request.mentor.mentor if request.mentor else _("服务台"),
        "due": request.deadlines[0].due_at,
    },
    example={
        "number": "WH-2026-000318",
        "taker": "尉迟青",
        "due": datetime(2026, 11, 24, 9, tzinfo=UTC),
    },
    link=case_url,
)
REQUEST_ANSWERED = Notice(
    "hello.answered",
    _("请求已答复"),
    to=lambda request: [request.asker],
    context=lambda request: {"number": request.number, "text": request.text, "reply": request.reply},
    example={"number": "WH-2026-000318", "text": "怎样注册公司？", "reply": "带上身份证即可。"},
    link=case_url,
)
