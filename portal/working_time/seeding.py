"""Take over the years that the calendar package knows and the table does not; what staff entered stays."""

from chinese_calendar.constants import Holiday, holidays, workdays

from portal.working_time.models import SpecialDay


def fill_in_years() -> int:
    """Add the days of every year of which the table has none; returns how many days."""
    present = {day.year for day in SpecialDay.objects.dates("day", "year")}
    arranged = [(day, False, name) for day, name in holidays.items()]
    arranged += [(day, True, name) for day, name in workdays.items()]
    missing = [
        SpecialDay(day=day, is_working=is_working, name=Holiday(name).chinese)
        for day, is_working, name in sorted(arranged)
        if day.year not in present
    ]
    return len(SpecialDay.objects.bulk_create(missing, ignore_conflicts=True))
