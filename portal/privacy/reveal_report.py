"""The weekly word to the auditors: who has seen how many values in full (D8)."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.audit.models import Entry
from portal.audit.table import PERSON_REVEALED
from portal.roles.table import AUDITOR

WEEK = timedelta(days=7)


def send() -> int:
    """Mail last week's counts to every auditor who has an address; returns to how many. Names no person concerned."""
    auditors = get_user_model().objects.filter(groups__name=AUDITOR.group, is_active=True).exclude(email="")
    addresses = list(auditors.values_list("email", flat=True))
    with translation.override("zh-hans"):
        for address in addresses:
            send_mail(_("上周查看完整号码统计"), _body(), None, [address])
    return len(addresses)


def _body() -> str:
    entries = Entry.objects.filter(action=PERSON_REVEALED.name, at__gte=timezone.now() - WEEK)
    counts = (
        entries.order_by().values("name", "result").annotate(number=Count("pk")).order_by("-number", "name")
    )
    lines = [f"{row['name']} {row['result']} {row['number']}" for row in counts]
    return "\n".join([_("账号、结果、次数："), *(lines or [_("没有人查看。")])])
