from datetime import date

import pytest

from cms_pages.policy_import.dates import find_date, is_date, last_day


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月31日",
        "2026年03月31日",
        "2026-03-31",
        "2026/3/31",
        "2026.3.31",
        "二〇二六年三月三十一日",
        "二○二六年三月三十一日",
    ],
)
def test_find_date_when_any_common_form_then_found(text: str) -> None:
    assert find_date(f"于{text}印发") == date(2026, 3, 31)
    assert is_date(text)


@pytest.mark.parametrize("text", ["", "2026年", "2026年13月1日", "2026-02-30", "三月三十一日"])
def test_find_date_when_no_such_day_then_none(text: str) -> None:
    assert find_date(text) is None
    assert not is_date(text)


def test_last_day_when_three_years_from_issue_then_day_before_the_anniversary() -> None:
    """P5: three years from 2025-08-31 end with 2028-08-30, that day included."""
    assert last_day(date(2025, 8, 31), years=3) == date(2028, 8, 30)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (date(2026, 1, 1), {"years": 2}, date(2027, 12, 31)),
        (date(2024, 2, 29), {"years": 1}, date(2025, 2, 28)),
        (date(2024, 2, 29), {"years": 4}, date(2028, 2, 28)),
        (date(2026, 1, 1), {"months": 18}, date(2027, 6, 30)),
        (date(2026, 8, 31), {"months": 6}, date(2027, 2, 28)),
        (date(2026, 6, 15), {"months": 6}, date(2026, 12, 14)),
        (date(2026, 7, 31), {"months": 5}, date(2026, 12, 30)),
    ],
)
def test_last_day_when_years_or_months_then_first_day_counts(
    start: date, length: dict[str, int], expected: date
) -> None:
    assert last_day(start, **length) == expected


def test_last_day_when_beyond_the_calendar_then_value_error() -> None:
    with pytest.raises(ValueError, match="year"):
        last_day(date(9999, 1, 1), years=3)
