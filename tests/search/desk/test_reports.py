"""Editors read what visitors look for in vain, take it along as a file, and mend it from there."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from search.models import BlockedWord, QueryDay
from tests.factories.content import today

EMPTY, UNOPENED = "/admin/search/reports/empty/", "/admin/search/reports/unopened/"


def asked(query: str, days: int = 0, place: str = "site", **counts: int) -> None:
    QueryDay.objects.create(
        place=place, query=query, day=today(-days), **{"asked": 10, "empty": 0, "opened": 0} | counts
    )


@pytest.fixture
def desk(editor, signed_in):
    return signed_in(editor)


def queries(desk, address: str, **given: str) -> list[str]:
    return [line.query for line in desk.get(address, given).context["page"].object_list]


def test_what_found_nothing_is_listed_worst_first(desk) -> None:
    asked("民宿", empty=2)
    asked("鼎泓轩", empty=9)
    asked("融资")
    assert queries(desk, EMPTY) == ["鼎泓轩", "民宿"]


def test_what_was_hardly_opened_is_listed_unless_it_was_asked_too_seldom_or_never_answered(desk) -> None:
    asked("融资", opened=1)
    asked("民宿", opened=2)
    asked("税务", asked=100, opened=5)
    asked("少问", asked=4)
    asked("鼎泓轩", empty=10)
    assert queries(desk, UNOPENED) == ["税务", "融资"]


def test_report_says_what_it_takes_to_be_in_it(desk) -> None:
    said = "至少 5 次有结果、点开不到 20% 的列在这里。"
    assert said in desk.get(UNOPENED).content.decode()
    assert said not in desk.get(EMPTY).content.decode()


def test_days_of_a_query_are_added_up_and_limited(desk) -> None:
    asked("鼎泓轩", days=0, empty=1)
    asked("鼎泓轩", days=6, empty=2)
    asked("鼎泓轩", days=7, empty=4)
    asked("很久以前", days=89, empty=1)
    asked("太久以前", days=90, empty=1)
    (line,) = desk.get(EMPTY, {"days": "7"}).context["page"].object_list
    assert (line.asked, line.empty, line.last_day) == (20, 3, today())
    assert queries(desk, EMPTY, days="90") == ["鼎泓轩", "很久以前"]
    assert queries(desk, EMPTY, days="x") == ["鼎泓轩"]


def test_one_place_alone(desk) -> None:
    asked("民宿", place="mentor", empty=1)
    asked("民宿", place="site", empty=3)
    assert queries(desk, EMPTY) == ["民宿", "民宿"]
    (line,) = desk.get(EMPTY, {"place": "mentor"}).context["page"].object_list
    assert (line.empty, line.place_label) == (1, "导师列表")
    assert queries(desk, EMPTY, place="nowhere") == ["民宿", "民宿"]


def test_word_that_was_blocked_since_is_not_shown(desk) -> None:
    asked("卖坏东西", empty=5)
    BlockedWord.objects.create(word="坏东西")
    assert queries(desk, EMPTY) == []


def test_line_leads_to_a_synonym_a_pin_and_a_try(desk) -> None:
    asked("开店 & 证照", empty=5)
    text = desk.get(EMPTY).content.decode()
    for address in (
        "/admin/snippets/search/synonym/add/?words=%E5%BC%80%E5%BA%97%20%26%20%E8%AF%81%E7%85%A7",
        "/admin/search/pins/edit/?query=%E5%BC%80%E5%BA%97%20%26%20%E8%AF%81%E7%85%A7",
        "/admin/search/try/?q=%E5%BC%80%E5%BA%97%20%26%20%E8%AF%81%E7%85%A7",
    ):
        assert f'href="{address}"' in text
        assert desk.get(address).status_code == 200


FORMULAS = ["=1+1", "+1", "-1+1", "@sum(a1)", '=hyperlink("http://evil.example")', "|calc", "%0a"]


@pytest.mark.parametrize("query", FORMULAS)
def test_files_hold_texts_and_no_formulas(desk, query: str) -> None:
    asked(query, empty=5)
    written = desk.get(EMPTY, {"export": "csv"})
    assert written["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in written["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(written.content.decode("utf-8-sig"))))
    assert rows[0] == ["搜索词", "来源", "搜索次数", "无结果次数", "点开次数", "最近一次"]
    assert rows[1] == [f"'{query}", "全站搜索", "10", "5", "0", today().isoformat()]
    sheet = load_workbook(io.BytesIO(desk.get(EMPTY, {"export": "xlsx"}).content)).active
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (query, "s", True)
    assert [one.value for one in sheet[2]][2:5] == [10, 5, 0]


def test_page_costs_the_same_for_many(desk) -> None:
    asked("词0", empty=1)
    desk.get(EMPTY)
    with CaptureQueriesContext(connection) as one:
        desk.get(EMPTY)
    for number in range(1, 60):
        asked(f"词{number}", empty=1)
    with CaptureQueriesContext(connection) as many:
        assert len(queries(desk, EMPTY)) == 50
    assert len(one) == len(many)


def test_unknown_report_is_not_found(desk) -> None:
    assert desk.get("/admin/search/reports/everything/").status_code == 404


def test_approvers_read_it_and_mentor_clerks_do_not(approver, clerk, signed_in) -> None:
    asked("鼎泓轩", empty=5)
    assert queries(signed_in(approver), EMPTY) == ["鼎泓轩"]
    assert EMPTY in signed_in(approver).get("/admin/reports/site-history/").content.decode()
    assert signed_in(clerk).get(EMPTY).status_code == 302
