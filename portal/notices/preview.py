"""Staff's pages of notices: every template filled with its example, and a test send to oneself. Settings → 通知模板."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.accounts import sms
from portal.accounts.models import Phone
from portal.notices.base import Notice
from portal.notices.registry import notices
from portal.notices.texts import LONGEST_SMS, mistakes_of, texts

MAY_PREVIEW = "notices.preview_notice"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every notice with its words, how long its text message is, and what is wrong with it."""
    _refuse_others(request)
    title = _("通知模板")
    context = {
        "header_title": title,
        "page_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": title},
        ],
        "notices": [_shown(notice) for notice in notices().values()],
        "longest_sms": LONGEST_SMS,
        "phone": _own_phone(request.user),
    }
    return render(request, "notices/admin/index.html", context)


@require_POST
def send_test(request: HttpRequest, key: str) -> HttpResponse:
    """Send the example to the person who asks, by mail and, where there is a number, by text message."""
    _refuse_others(request)
    notice = notices().get(key)
    if notice is None:
        raise Http404
    try:
        ways = _send_to(request.user, notice)
    except OSError as trouble:  # a mail server or a gateway that cannot: why is for staff to read
        messages.error(request, _("没有送出：%s") % trouble)
    else:
        messages.success(
            request,
            _("示例已发给你本人：%s。") % _("、").join(ways) if ways else _("你没有登记邮箱或手机号。"),
        )
    return redirect(reverse("notice_templates:index"))


def _send_to(person: Any, notice: Notice) -> list[str]:
    words, phone, ways = texts(notice, notice.example), _own_phone(person), []
    if person.email:
        EmailMessage(_("［试发］%s") % words.title, words.body, to=[person.email]).send()
        ways.append(person.email)
    if phone is not None:
        sms.send_sms(phone.number, words.sms)
        ways.append(str(phone))
    return ways


def _shown(notice: Notice) -> dict[str, Any]:
    mistakes = mistakes_of(notice)
    return {
        "notice": notice,
        "mistakes": mistakes,
        "texts": None if mistakes else texts(notice, notice.example),
    }


def _own_phone(person: Any) -> Phone | None:
    return Phone.confirmed_of(person) if sms.available() else None


def _refuse_others(request: HttpRequest) -> None:
    if not request.user.has_perm(MAY_PREVIEW):
        raise PermissionDenied


urlpatterns: list[Any] = [
    path("", index, name="index"),
    path("<str:key>/test/", send_test, name="test"),
]
