"""How much time is left, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.casework.remaining import time_left

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ({"days": 2, "hours": 3, "minutes": 9}, "还剩 2 天 3 小时"),
        ({"days": 2, "minutes": 9}, "还剩 2 天"),
        ({"hours": 3, "minutes": 20}, "还剩 3 小时 20 分钟"),
        ({"hours": 9}, "还剩 9 小时"),
        ({"seconds": 1}, "还剩 1 分钟"),
        ({"seconds": 0}, "已超过 1 分钟"),
        ({"hours": -2}, "已超过 2 小时"),
    ],
)
def test_two_largest_units_are_said(left: dict[str, int], words: str) -> None:
    assert time_left(NOW + timedelta(**left), NOW) == words
