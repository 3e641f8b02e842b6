"""How much time is left, in words."""

from datetime import timedelta

import pytest
from django.utils import translation

from portal.desk.clocks import length


@pytest.mark.parametrize(
    ("span", "chinese", "english"),
    [
        (timedelta(minutes=1), "1 分钟", "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 分钟", "59 minutes"),
        (timedelta(hours=71), "71 小时", "71 hours"),
        (timedelta(days=3), "3 天", "3 days"),
    ],
)
def test_length_is_said_in_one_unit_and_in_each_language(span: timedelta, chinese: str, english: str) -> None:
    assert length(span) == chinese
    with translation.override("en"):
        assert length(span) == english
