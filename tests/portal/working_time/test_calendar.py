"""The table of days: filled by itself, changed by staff, missed in time."""

import re
from datetime import date
from itertools import islice
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.working_time.calendar import is_working_day, knows, working_days_before
from portal.working_time.coming import missing_year
from portal.working_time.durations import WorkingDays, end_of
from portal.working_time.models import SpecialDay
from portal.working_time.seeding import fill_in_years
from tests.conftest import person
from tests.portal.working_time.test_durations import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2026-03-09", True),
        ("2026-03-08", False),
        ("2027-01-01", True),
        ("2027-01-02", False),
    ],
)
def test_day_when_asked_then_table_before_week(day: str, works: bool) -> None:
    """A year that nobody has entered follows the week and never raises (T7)."""
    assert is_working_day(date.fromisoformat(day)) is works


def test_days_before_when_a_new_year_lies_between_then_each_years_table_is_read_once(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(2):
        days = [*islice(working_days_before(date(2026, 1, 6)), 3)]
    assert days == [date(2026, 1, 5), date(2026, 1, 4), date(2025, 12, 31)], (
        "a Sunday of work, a long new year"
    )


def test_table_when_staff_enter_a_day_then_it_counts_at_once() -> None:
    SpecialDay.objects.create(day="2027-01-01", name="元旦")

    assert WorkingDays(1).due(at("2026-12-31 12:00")) == end_of(date(2027, 1, 4))


def test_years_when_filled_in_again_then_what_staff_changed_stays() -> None:
    SpecialDay.objects.filter(day="2026-02-16").update(is_working=True, name="试点")
    SpecialDay.objects.create(day="2027-01-01", name="元旦")

    assert fill_in_years() == 0
    assert is_working_day(date(2026, 2, 16))


def test_years_when_one_is_missing_then_it_is_filled_in() -> None:
    SpecialDay.objects.filter(day__year=2026).delete()

    assert fill_in_years() == 39
    assert knows(2026)


@pytest.mark.parametrize(
    ("on", "year"), [("2026-10-31", None), ("2026-11-01", 2027), ("2026-12-31", 2027), ("2027-03-01", 2027)]
)
def test_missing_year_when_november_comes_then_it_is_the_next(on: str, year: int | None) -> None:
    assert missing_year(date.fromisoformat(on)) == year


def test_missing_year_when_its_days_are_entered_then_there_is_none() -> None:
    SpecialDay.objects.create(day="2027-01-01", name="元旦")

    assert missing_year(date(2026, 12, 1)) is None


@pytest.fixture
def on_a_day_in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.working_time.coming.today", lambda: date(2026, 11, 2))


def test_home_when_a_year_is_missing_then_only_those_who_can_help_are_told(
    on_a_day_in_november: None, signed_in, editor: User
) -> None:
    administrator = person("sysadmin", "系统管理员", "系统管理员")

    assert "2027 年的放假安排还没有录入" in home(signed_in(administrator))
    assert "放假安排还没有录入" not in home(signed_in(editor))


def home(client: Client) -> str:
    return client.get("/admin/").content.decode()


def test_list_when_a_system_administrator_adds_a_day_then_it_is_there(signed_in, site) -> None:
    desk = signed_in(person("sysadmin", "系统管理员", "系统管理员"))

    answer = desk.post("/admin/special_days/new/", {"day": "2027-01-01", "name": "元旦"}, follow=True)

    assert answer.status_code == 200
    assert SpecialDay.objects.get(day="2027-01-01").is_working is False
    assert "国庆节" in desk.get("/admin/special_days/?is_working=false").content.decode()


def test_list_when_shown_then_says_in_words_whether_people_work(signed_in, site) -> None:
    desk = signed_in(person("sysadmin", "系统管理员", "系统管理员"))

    rest = desk.get("/admin/special_days/?is_working=false").content.decode()
    work = desk.get("/admin/special_days/?is_working=true").content.decode()

    cells = r"<td[^>]*>\s*(上班|放假|True|False)\s*</td>"
    assert set(re.findall(cells, rest)) == {"放假"}
    assert set(re.findall(cells, work)) == {"上班"}


def test_account_when_opened_then_there_is_one_clock(signed_in, site) -> None:
    """The browser knows nothing of some names that a system's list of zones holds, such as localtime (X14)."""
    desk = signed_in(person("sysadmin", "系统管理员", "系统管理员"))

    assert "current_time_zone" not in desk.get("/admin/account/").content.decode()
