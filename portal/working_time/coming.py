"""The year for which somebody must enter the holidays."""

from datetime import date

from portal.working_time.calendar import knows, today

WARNED_FROM = (11, 1)  # the State Council arranges the coming year in November


def missing_year(on: date | None = None) -> int | None:
    """This year or, from 1 November, the coming one, when its holidays are not entered (T7)."""
    day = on or today()
    years = [day.year, day.year + 1] if (day.month, day.day) >= WARNED_FROM else [day.year]
    return next((year for year in years if not knows(year)), None)
