"""Reading the content files, and the days in them."""

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

CONTENT = Path(__file__).resolve().parents[1] / "content"


@cache
def read(name: str) -> dict[str, Any]:
    """The tables of content/<name>.toml."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    return (CONTENT / name).read_text(encoding="utf-8")


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def in_days(days: int, at: time = time(0)) -> datetime:
    """The moment so many days from today, in the city's time."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), at))


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
