"""How much time is left: a band with its word, and the time in words (S2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.desk.choices import Band
from portal.desk.models import WorkItem
from portal.working_time.durations import said

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ICONS: Mapping[Band, str] = {
    Band.OVERDUE: "circle-alert",
    Band.SOON: "clock-alert",
    Band.WATCH: "clock",
    Band.CALM: "circle",
}
TINTS: Mapping[Band, str] = {Band.OVERDUE: "bad", Band.SOON: "warn", Band.WATCH: "info", Band.CALM: ""}


@dataclass(frozen=True)
class Left:
    """What a row says of its time: icon and word, how long, until when exactly. No colour says anything alone."""

    band: Band
    words: str
    due_at: datetime | None

    @property
    def icon(self) -> str:
        return ICONS[self.band]

    @property
    def tint(self) -> str:
        return TINTS[self.band]

    @property
    def exactly(self) -> str:
        return said(self.due_at) if self.due_at else ""


def left(item: WorkItem, now: datetime) -> Left:
    """How much time the case has at that moment."""
    if item.due_at is None:
        return Left(Band.CALM, _("暂停计时") if item.is_paused else _("不计时限"), None)
    band = next(band for band, end in ends(now).items() if end is None or item.due_at <= end)
    rest = item.due_at - now
    words = _("已超期 %s") if band is Band.OVERDUE else f"{band.label} %s"
    return Left(band, words % length(abs(rest)), item.due_at)


def ends(now: datetime) -> dict[Band, datetime | None]:
    """Up to when a case may be due in each band, the most urgent first."""
    return {
        Band.OVERDUE: now,
        Band.SOON: now + settings.DESK_SOON_HOURS * HOUR,
        Band.WATCH: now + settings.DESK_WATCH_HOURS * HOUR,
        Band.CALM: None,
    }


def within(band: Band, now: datetime) -> Q:
    """Selects the rows of a band."""
    bands = [*ends(now)]
    place = bands.index(band)
    chosen: dict[str, Any] = {}
    if place:
        chosen["order_at__gt"] = ends(now)[bands[place - 1]]
    if (end := ends(now)[band]) is not None:
        chosen["order_at__lte"] = end
    return Q(**chosen)


def length(span: timedelta) -> str:
    """A length of time in one unit: minutes, hours up to three days, days."""
    if span < HOUR:
        minutes = span // timedelta(minutes=1)
        return ngettext("%d 分钟", "%d 分钟", minutes) % minutes
    if span < 3 * DAY:
        hours = span // HOUR
        return ngettext("%d 小时", "%d 小时", hours) % hours
    return ngettext("%d 天", "%d 天", span.days) % span.days
