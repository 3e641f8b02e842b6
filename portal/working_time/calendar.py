"""Working days: the week's, as the table of special days changes them. A year without any follows the week (T7)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.working_time.models import SpecialDay

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
DAY = timedelta(days=1)


def today() -> date:
    """Today in Shanghai, whatever zone the server is in."""
    return datetime.now(SHANGHAI).date()


def knows(year: int) -> bool:
    """Whether the holidays of that year are entered; every year has some."""
    return SpecialDay.objects.filter(day__year=year).exists()


def is_working_day(day: date) -> bool:
    """Whether people work on that day."""
    special = SpecialDay.objects.filter(day=day).values_list("is_working", flat=True).first()
    return day.weekday() < SATURDAY if special is None else special


def working_days_after(day: date) -> Iterator[date]:
    """The working days after that day, one after the other without end; one query for each year."""
    return _working_days(day, DAY)


def working_days_before(day: date) -> Iterator[date]:
    """The working days before that day, the last one first, without end; one query for each year."""
    return _working_days(day, -DAY)


def _working_days(day: date, step: timedelta) -> Iterator[date]:
    year, special = 0, dict[date, bool]()
    while True:
        day += step
        if day.year != year:
            year = day.year
            special = dict(SpecialDay.objects.filter(day__year=year).values_list("day", "is_working"))
        if special.get(day, day.weekday() < SATURDAY):
            yield day
