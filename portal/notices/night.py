"""When messages may ring."""

from datetime import datetime, time, timedelta

from django.conf import settings

from portal.notices.base import Urgency
from portal.working_time.calendar import DAY, SHANGHAI


def rings_at(now: datetime, urgency: Urgency) -> datetime:
    """The first moment at which a message of that urgency may ring."""
    if urgency is Urgency.URGENT:
        return now
    if urgency is Urgency.REMINDER:
        now += timedelta(minutes=settings.NOTICE_GATHER_MINUTES)
    return _after_night(now)


def _after_night(moment: datetime) -> datetime:
    evening, morning = settings.NOTICE_NIGHT_HOURS
    local = moment.astimezone(SHANGHAI)
    if local.hour >= evening:
        return datetime.combine(local.date() + DAY, time(morning), SHANGHAI)
    if local.hour < morning:
        return datetime.combine(local.date(), time(morning), SHANGHAI)
    return moment
