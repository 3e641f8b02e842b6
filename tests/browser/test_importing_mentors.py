"""A clerk fills in the sheet that the portal offers, hears what is wrong in it, mends it and imports it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Row = dict[str, str]

COMMON = {
    "职务": "高级顾问",
    "区市": "海东区",
    "擅长领域": "融资；合同法务",
    "咨询方式": "留言；面谈",
    "一句话介绍": "股权架构、期权和投资协议逐条讲清楚",
    "聘期开始": "2026-03-01",
}
MENDED: list[Row] = [
    {"姓名": "尉迟望舒", "单位": "望舒顾问", **COMMON},
    {"姓名": "司徒远帆", "单位": "远帆顾问", **COMMON},
    {"姓名": "端木知秋", "单位": "知秋顾问", **COMMON, "聘期结束": "2028-02-29"},
]
NAMES = [row["姓名"] for row in MENDED]
WITH_TWO_WRONG_ROWS: list[Row] = [
    MENDED[0],
    MENDED[1] | {"区市": "海东"},
    MENDED[2] | {"聘期结束": "2027-02-29"},
]


@pytest.fixture
def desk(visit: Visit, signed_in: Callable[..., Page]) -> Page:
    return signed_in(visit(), "clerk")


def test_clerk_hears_what_is_wrong_mends_the_sheet_and_imports_it(
    desk: Page, visit: Visit, tmp_path: Path
) -> None:
    open_import(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载模板").click()
    template = tmp_path / "template.xlsx"
    download.value.save_as(template)

    upload(desk, filled_in(template, WITH_TWO_WRONG_ROWS, tmp_path / "导师.xlsx"))
    expect(desk.get_by_role("heading", name="2 处问题")).to_be_visible()
    assert reported(desk) == [
        ["3", "区市", "海东", "没有“海东”，是不是“海东区”？"],
        ["4", "聘期结束", "2027-02-29", "不是日期，请写成 2026-03-01。"],
    ]
    expect(desk.locator(".messages")).to_contain_text("没有导入任何一行")
    assert [standing(desk, name) for name in NAMES] == [[], [], []]  # not even the row that is right

    open_import(desk)
    upload(desk, filled_in(template, MENDED, tmp_path / "导师（改）.xlsx"))
    expect(desk.locator(".messages")).to_contain_text("已导入 3 位导师")
    assert reported(desk) == []
    assert [standing(desk, name) for name in NAMES] == [["草稿"], ["草稿"], ["草稿"]]
    # The first answer was 422, which the browser notes; nothing else may be wrong.
    assert [text for text in desk.complaints if "422" not in text] == []

    public = visit()
    for name in NAMES:
        public.goto(f"/mentors/?q={name}")
        expect(public.locator(".mentor-row").filter(has_text=name)).to_have_count(0)


def open_import(desk: Page) -> None:
    """By the menu, as a clerk finds it."""
    desk.goto("/admin/")
    desk.get_by_role("link", name="导师", exact=True).click()
    desk.wait_for_url("**/admin/mentor/")
    desk.locator("#w-slim-header-buttons").get_by_role("button", name="动作").click()
    desk.get_by_role("link", name="导入导师").click()
    desk.wait_for_url("**/admin/mentor/import/")


def filled_in(template: Path, rows: list[Row], target: Path) -> Path:
    """The template with these rows in place of its example."""
    book = load_workbook(template)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.delete_rows(2)
    for row in rows:
        assert row.keys() <= set(headings)
        sheet.append([row.get(heading) for heading in headings])
    book.save(target)
    return target


def upload(desk: Page, sheet: Path) -> None:
    desk.get_by_label("表格").set_input_files(sheet)
    with desk.expect_response(lambda answer: answer.request.method == "POST"):
        desk.get_by_role("button", name="上传").click()
    desk.wait_for_load_state()


def reported(desk: Page) -> list[list[str]]:
    """Row, column, value and reason of every problem."""
    lines = desk.locator("main table.listing tbody tr").all()
    return [line.locator("td").all_inner_texts() for line in lines]


def standing(desk: Page, name: str) -> list[str]:
    """The state of the page of every mentor that the admin finds by this name."""
    desk.goto(f"/admin/mentor/?q={name}")
    lines = desk.locator("main table.listing tbody tr").all()
    return [line.get_by_text("草稿").or_(line.get_by_text("已发布")).inner_text() for line in lines]
