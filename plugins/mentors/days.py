"""The day by the database's clock, in Shanghai: what decides about terms and pauses (decision 0016)."""

from datetime import date, datetime, time

from portal import clock
from portal.working_time.calendar import SHANGHAI


def today() -> date:
    """The day that it is now."""
    return day_of(clock.read())


def day_of(moment: datetime) -> date:
    """The day of a moment in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def beginning_of(day: date) -> datetime:
    """0:00 of the day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
