"""Time limits end when the law says: hours by the clock, days at 24:00, in Shanghai, whatever the server thinks."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from portal.working_time.calendar import SHANGHAI
from portal.working_time.durations import (
    ClockHours,
    Duration,
    NaturalDays,
    WorkingDays,
    end_of,
    said,
    stored,
)

pytestmark = pytest.mark.django_db

# From the day, so many working days, to the end of the day: by hand from the State Council's arrangements of 2025 and
# 2026; for later years nobody has published any, and weekdays count (T7).
DATES = [
    # ordinary weeks, month end
    ("2026-03-09", 0, "2026-03-09"),
    ("2026-03-09", 1, "2026-03-10"),
    ("2026-03-06", 5, "2026-03-13"),
    ("2026-03-07", 5, "2026-03-13"),
    ("2026-03-08", 5, "2026-03-13"),
    ("2026-07-30", 2, "2026-08-03"),
    ("2026-06-01", 20, "2026-06-30"),
    # New Year
    ("2025-12-31", 1, "2026-01-04"),
    ("2025-12-31", 2, "2026-01-05"),
    ("2025-12-29", 5, "2026-01-06"),
    # Spring Festival 2025 and 2026, with working weekends before and after
    ("2025-01-24", 1, "2025-01-26"),
    ("2025-01-24", 3, "2025-02-05"),
    ("2026-02-13", 1, "2026-02-14"),
    ("2026-02-13", 2, "2026-02-24"),
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-02-13", 6, "2026-02-28"),
    ("2026-02-13", 7, "2026-03-02"),
    ("2026-02-14", 1, "2026-02-24"),
    ("2026-02-15", 1, "2026-02-24"),
    ("2026-02-23", 5, "2026-02-28"),
    ("2026-02-28", 1, "2026-03-02"),
    # Tomb-sweeping, Labour Day, Dragon Boat
    ("2026-04-03", 1, "2026-04-07"),
    ("2026-04-30", 1, "2026-05-06"),
    ("2026-04-30", 3, "2026-05-08"),
    ("2026-04-30", 4, "2026-05-09"),
    ("2026-04-30", 5, "2026-05-11"),
    ("2026-06-18", 1, "2026-06-22"),
    # National Day 2025 and 2026
    ("2025-09-26", 1, "2025-09-28"),
    ("2025-09-26", 4, "2025-10-09"),
    ("2025-09-26", 6, "2025-10-11"),
    ("2026-09-18", 1, "2026-09-20"),
    ("2026-09-18", 5, "2026-09-24"),
    ("2026-09-18", 6, "2026-09-28"),
    ("2026-09-25", 5, "2026-10-09"),
    ("2026-09-30", 1, "2026-10-08"),
    ("2026-09-30", 3, "2026-10-10"),
    ("2026-09-30", 4, "2026-10-12"),
    # years without data
    ("2026-12-28", 5, "2027-01-04"),
    ("2027-02-05", 1, "2027-02-08"),
    ("2099-12-31", 1, "2100-01-01"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Shanghai"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The server believes to be elsewhere (T8)."""
    monkeypatch.setitem(os.environ, "TZ", request.param)
    time.tzset()
    with timezone.override(request.param):
        yield request.param
    monkeypatch.undo()
    time.tzset()


def test_table_has_forty_dates() -> None:
    assert len(DATES) == 40


@pytest.mark.parametrize(("start", "days", "last"), DATES)
@pytest.mark.parametrize("hour", ["00:00:00", "23:59:59"])
def test_working_days_when_counted_then_they_end_with_the_last_day(
    start: str, days: int, last: str, hour: str
) -> None:
    due = WorkingDays(days).due(at(f"{start} {hour}"))

    assert due == end_of(date.fromisoformat(last))


def test_days_when_started_a_minute_before_midnight_then_they_count_from_the_next_day() -> None:
    assert NaturalDays(5).due(at("2026-12-28 23:59")) == at("2027-01-03 00:00")
    assert NaturalDays(5).due(at("2026-12-29 00:00")) == at("2027-01-04 00:00")


def test_hours_when_a_holiday_comes_between_then_they_run_on(server_zone: str) -> None:
    """48 hours over the Spring Festival are 48 hours (T8)."""
    asked = at("2026-02-14 10:30").astimezone(UTC)

    assert ClockHours(48).due(asked) == at("2026-02-16 10:30")
    assert "2026年2月16日 10:30" in ClockHours(48).sentence(asked)


def test_days_when_the_server_is_elsewhere_then_the_day_is_that_of_shanghai(server_zone: str) -> None:
    """18:00 in Greenwich is tomorrow in Shanghai."""
    moment = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)

    assert NaturalDays(1).due(moment) == at("2026-03-12 00:00")
    assert WorkingDays(1).due(moment) == at("2026-03-12 00:00")
    assert said(moment) == "2026年3月10日 02:00"


SENTENCES = [
    (ClockHours(48), "自 2026年12月28日 10:00 起 48 小时（含夜间和节假日），到 2026年12月30日 10:00 为止"),
    (ClockHours(1.5), "自 2026年12月28日 10:00 起 1 小时 30 分钟，到 2026年12月28日 11:30 为止"),
    (NaturalDays(5), "自 2026年12月28日 10:00 起 5 日（次日起算），到 2027年1月2日 24:00 为止"),
    (WorkingDays(2), "自 2026年12月28日 10:00 起 2 个工作日（次日起算），到 2026年12月30日 24:00 为止"),
    (
        WorkingDays(5),
        "自 2026年12月28日 10:00 起 5 个工作日（次日起算），到 2027年1月4日 24:00 为止；2027 年放假安排尚未公布，暂按周一至周五计算",
    ),
]


@pytest.mark.parametrize(("duration", "sentence"), SENTENCES)
def test_time_limit_when_asked_then_it_explains_itself(duration: Duration, sentence: str) -> None:
    assert duration.sentence(at("2026-12-28 10:00")) == sentence


def test_time_limit_when_read_in_english_then_it_is_explained_in_english() -> None:
    with translation.override("en"):
        sentence = WorkingDays(2).sentence(at("2026-12-28 10:00"))

    assert sentence == "2 working days (from the next day) from 28 Dec 2026, 10:00, until 30 Dec 2026 24:00"


@pytest.mark.parametrize("duration", [ClockHours(48), ClockHours(0.25), NaturalDays(5), WorkingDays(3)])
def test_time_limit_when_stored_then_it_comes_back_the_same(duration: Duration) -> None:
    assert stored(duration.unit, duration.amount) == duration


@pytest.mark.parametrize("kind", [ClockHours, NaturalDays, WorkingDays])
def test_time_limit_when_negative_then_it_is_refused(kind: type[Duration]) -> None:
    with pytest.raises(ValueError, match="negative"):
        kind(-1)


RESTS = [
    # length, stopped, what is left, goes on, over at
    (ClockHours(48), "2026-03-10 09:00", ClockHours(24), "2026-03-20 12:00", "2026-03-21 12:00"),
    (ClockHours(48), "2026-03-12 09:00", ClockHours(0), "2026-03-20 12:00", "2026-03-20 12:00"),
    (NaturalDays(5), "2026-03-10 23:00", NaturalDays(4), "2026-03-20 12:00", "2026-03-25 00:00"),
    (NaturalDays(5), "2026-03-14 23:00", NaturalDays(0), "2026-03-20 12:00", "2026-03-21 00:00"),
    (WorkingDays(5), "2026-03-10 23:00", WorkingDays(4), "2026-09-30 12:00", "2026-10-13 00:00"),
    (WorkingDays(5), "2026-03-14 23:00", WorkingDays(1), "2026-09-30 12:00", "2026-10-09 00:00"),
]


@pytest.mark.parametrize(("duration", "stopped", "left", "goes_on", "over"), RESTS)
def test_clock_when_it_stands_still_then_what_is_left_is_counted_from_where_it_goes_on(
    duration: Duration, stopped: str, left: Duration, goes_on: str, over: str
) -> None:
    rest = duration.rest(at("2026-03-09 09:00"), at(stopped))

    assert rest == left
    assert rest.due(at(goes_on)) == at(over)


def test_hours_when_the_rest_has_seconds_then_none_is_lost() -> None:
    rest = ClockHours(48).rest(at("2026-03-09 09:00"), at("2026-03-10 09:00:01"))

    assert rest.amount == timedelta(hours=24).total_seconds() - 1
