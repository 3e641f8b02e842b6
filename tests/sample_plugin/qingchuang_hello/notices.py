from django.utils.translation import gettext_lazy as _

from portal.casework.addresses import case_url
from portal.notices.base import Notice

REQUEST_ANSWERED = Notice(
    "hello.answered",
    _("请求已答复"),
    to=lambda request: [request.asker],
    context=lambda request: {"number": request.number, "text": request.text, "reply": request.reply},
    example={"number": "WH-2026-000318", "text": "怎样注册公司？", "reply": "带上身份证即可。"},
    link=case_url,
)
