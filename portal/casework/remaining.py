"""How much time is left, in words; the exact moment stands beside it (X14)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import clock

DAY, HOUR, MINUTE = 86400, 3600, 60


def time_left(due: datetime, now: datetime | None = None) -> str:
    """ "还剩 2 天 3 小时", "已超过 40 分钟"; `now` is the database's time unless given."""
    seconds = round((due - (now or clock.read())).total_seconds())
    words = _("还剩 %s") if seconds > 0 else _("已超过 %s")
    return words % span(abs(seconds))


def span(seconds: int) -> str:
    """A length of time in its two largest units; less than a minute counts as one."""
    days, rest = divmod(max(seconds, MINUTE), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    parts = [
        (days, ngettext("%d 天", "%d 天", days)),
        (hours, ngettext("%d 小时", "%d 小时", hours)),
        (minutes, ngettext("%d 分钟", "%d 分钟", minutes)),
    ]
    said = [words % number for number, words in parts if number]
    return " ".join(said[:2] if not days else said[: 1 + bool(hours)])
