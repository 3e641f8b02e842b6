"""`{% load member %}`: the menu of the member centre, unread messages, remaining time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.casework.remaining import time_left
from portal.notices.models import Message
from portal.plugin.slots import menu, panels
from portal.working_time.durations import said

register = template.Library()
register.filter("time_left", time_left)

# Plugins put theirs between these by the same numbers (MenuItem.order).
CORE = (
    (0, _("今日"), "member:today"),
    (10, _("我的办件"), "member:cases"),
    (80, _("收件箱"), "notices:inbox"),
    (90, _("账号与安全"), "account_overview"),
)


@dataclass(frozen=True)
class Entry:
    """An entry of the menu; `number` is what waits behind it."""

    label: str
    url: str
    current: bool
    number: int = 0


@register.simple_tag(takes_context=True)
def member_menu(context: Any) -> list[Entry]:
    """The navigation of the member centre with the entries of the plugins that are on."""
    request = context["request"]
    own = [(order, str(label), reverse(name)) for order, label, name in CORE]
    plugins = [(link.order, link.label, link.url) for link in menu("member", request)]
    ordered = sorted([*own, *plugins], key=lambda entry: entry[0])
    here = _here(request.path, [url for _order, _label, url in ordered])
    inbox = reverse("notices:inbox")
    return [
        Entry(label, url, url == here, unread_messages(context) if url == inbox else 0)
        for _order, label, url in ordered
    ]


@register.simple_tag(takes_context=True)
def unread_messages(context: Any) -> int:
    """How many messages the person of the page has not read, asked once a request; 0 for strangers."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return 0
    if not hasattr(request, "_unread_messages"):
        request._unread_messages = Message.objects.filter(person=request.user.pk).unread().count()
    return int(request._unread_messages)


@register.simple_tag(takes_context=True)
def member_panels(context: Any) -> Any:
    """What plugins show below today's work."""
    return panels(context, "member")


@register.simple_tag
def until(moment: datetime) -> SafeString:
    """The end of a time limit with its exact value; midnight is said as the end of the day before."""
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(moment).isoformat(), said(moment))


def _here(path: str, urls: list[str]) -> str:
    """The address that the page belongs to: the longest that it begins with."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")
