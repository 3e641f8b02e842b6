"""Pages on which the way through a provider ends: what happened, what did not, and how to go on."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.identity.conf import LABELS
from portal.identity.refusals import Refusal
from portal.identity.signals import identity_refused


@dataclass(frozen=True)
class Ending:
    """How it ended, in words, and with which status. None of them leaves an account behind."""

    slug: str
    status: int
    title: Any
    text: Any


DOWN = Ending(
    "down",
    503,
    _("%(provider)s暂时没有回应"),
    _("对方平台现在不能登录，问题不在你这边。你可以用手机号或邮箱登录，也可以稍后再试。"),
)
EXPIRED = Ending(
    "expired",
    400,
    _("这次登录已经失效"),
    _("从打开登录页到返回超过了 10 分钟，或者登录不是在这个浏览器里开始的。请重新开始。"),
)
CANCELLED = Ending(
    "cancelled", 200, _("你没有完成%(provider)s的登录"), _("没有从对方平台取得任何信息，也没有建立账号。")
)
DOUBTFUL = Ending(
    "doubtful",
    403,
    _("%(provider)s的回复没有通过核验"),
    _("为保护你的账号，这次登录没有完成，也没有建立账号。请重新开始；仍然如此的，请联系服务热线。"),
)
REFUSED = 409


def ended(request: HttpRequest, provider: str, ending: Ending) -> HttpResponse:
    """The page for an ending that has nothing to do with who the person is."""
    context = {"title": ending.title % {"provider": LABELS[provider]}, "text": ending.text, "ending": ending}
    response = render(request, "identity/ended.html", context, status=ending.status)
    if ending is DOWN:
        response.headers["Retry-After"] = str(settings.IDENTITY_PAUSE_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, provider: str, refusal: Refusal) -> HttpResponse:
    """The page for a person whom the provider's word does not fit; the trace hears of it."""
    user = request.user if request.user.is_authenticated else None
    identity_refused.send(Refusal, request=request, user=user, provider=provider, reason=refusal)
    context = {
        "title": _("没有使用%(provider)s登录") % {"provider": LABELS[provider]},
        "text": refusal.label,
        "refusal": refusal,
    }
    response = render(request, "identity/ended.html", context, status=REFUSED)
    response.headers["Cache-Control"] = "no-store"
    return response
