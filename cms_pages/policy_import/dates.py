"""Dates as regulations write them, and how long a stated validity runs."""

import re
from datetime import date, timedelta

from portal.numerals import to_int

_NUMBER = r"[0-9〇零○一二三四五六七八九十]"
DATE_PATTERN = (
    rf"{_NUMBER}{{4}}\s?年\s?{_NUMBER}{{1,3}}\s?月\s?{_NUMBER}{{1,3}}\s?日"
    r"|[0-9]{4}\s?[-－—–/.．]\s?[0-9]{1,2}\s?[-－—–/.．]\s?[0-9]{1,2}"
)
_PARTS = re.compile(r"[年月日\-－—–/.．\s]+")


def find_date(text: str) -> date | None:
    """The first date in ``text``: 2025年8月31日, 2025-08-31, 二〇二五年八月三十一日. None if there is none."""
    match = re.search(DATE_PATTERN, text)
    return _from_parts(match[0]) if match else None


def is_date(text: str) -> bool:
    """Whether ``text`` is a date and nothing else."""
    match = re.fullmatch(DATE_PATTERN, text.strip())
    return match is not None and _from_parts(match[0]) is not None


def last_day(start: date, *, years: int = 0, months: int = 0) -> date:
    """The last day on which a document valid for this long from ``start`` (included) still applies.

    “自 2025 年 8 月 31 日起施行，有效期三年” ends on 2028-08-30: the day of issue is the first day, so the
    day before the third anniversary is the last. Where the anniversary does not exist (29 February) the
    last day of that month is the last day. Raises ValueError beyond the calendar's year 9999.
    """
    month_index = start.month - 1 + months
    year, month = start.year + years + month_index // 12, month_index % 12 + 1
    try:
        return date(year, month, start.day) - timedelta(days=1)
    except ValueError:
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        return first_of_next - timedelta(days=1)


def _from_parts(text: str) -> date | None:
    try:
        year, month, day = (to_int(part) for part in _PARTS.split(text) if part)
        return date(year, month, day)
    except ValueError:
        return None
