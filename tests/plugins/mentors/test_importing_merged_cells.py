"""Sheets in which cells were merged: the report names them as what they are."""

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange

from plugins.mentors.importing import SheetRefused, check, read_table
from plugins.mentors.importing.merging import Merges
from tests.plugins.mentors.sheets import GOOD, HEADINGS, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sheet_words")]


def merged(ranges: list[str], *rows: dict[str, object], title: str = "") -> bytes:
    """A sheet in which cells were merged as a spreadsheet does it: the others lose what they held."""
    book = load_workbook(io.BytesIO(xlsx(*rows)))
    sheet = book.active
    if title:
        sheet.insert_rows(1)
        sheet["A1"] = title
    for name in ranges:
        sheet.merge_cells(name)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_that_are_empty_because_they_were_merged_are_named_as_such(index) -> None:
    """One employer for three people is how lists are drawn; 必须填写 alone explains nothing."""
    rows = [{**GOOD, "姓名": f"王{number}"} for number in range(3)]
    content = merged(["B2:B4", "K3:L3"], *rows)  # the employer downwards, way and time sideways
    assert HEADINGS[1] == "单位"
    found = check(read_table("a.xlsx", content, limit=10), index=index).problems
    assert [(problem.row, problem.column) for problem in found] == [
        (3, "单位"),
        (3, HEADINGS[11]),
        (4, "单位"),
    ]
    assert "合并了（B2:B4）" in found[0].reason
    assert "合并了（K3:L3）" in found[1].reason


def test_merged_title_above_the_headings_is_no_mistake(index) -> None:
    content = merged(["A1:R1"], GOOD, title="2026 年导师名单")
    found = check(read_table("a.xlsx", content, limit=10), index=index)
    assert [draft.row for draft in found.drafts] == [3]


def test_merged_headings_are_named(index) -> None:
    content = merged(["B1:C1"], GOOD)
    with pytest.raises(SheetRefused) as refused:
        check(read_table("a.xlsx", content, limit=10), index=index)
    reasons = [problem.reason for problem in refused.value.problems]
    assert any("合并的单元格（B1:C1）" in reason for reason in reasons)


def test_merged_ranges_of_a_whole_sheet_cost_no_more_than_its_columns() -> None:
    def over(row: int, *names: str) -> dict[int, str]:
        return dict(Merges(map(CellRange, names), 3).over(row))

    assert over(7, "A1:XFD1048576") == dict.fromkeys(range(3), "A1:XFD1048576")
    assert over(3, "A1:A2", "A4:B5") == {}
    assert over(5, "A4:B5", "A1:A2") == {0: "A4:B5", 1: "A4:B5"}
