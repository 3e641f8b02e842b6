"""Mentors from a sheet: what is read, what is refused and why, and that a mistake writes nothing."""

import io
from datetime import date, datetime

import pytest
import time_machine
from openpyxl import load_workbook

from cms_pages.choices import AvailableTime, Way
from cms_pages.models import MentorIndexPage, MentorPage
from plugins.mentors.importing import Problem, SheetRefused, check, read_table, write
from plugins.mentors.importing.template import template
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import at_most
from tests.plugins.mentors.sheets import GOOD, HEADINGS, csv_file, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sheet_words")]


def reasons(plan) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.reason) for problem in plan.problems]


# Reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_either_encoding_is_read(index, encoding) -> None:
    plan = check(
        read_table("导师.CSV", csv_file({**GOOD, "姓名": "龚䶮"}, encoding=encoding), limit=10), index=index
    )
    assert [draft.key for draft in plan.drafts] == [("龚䶮", "青禾顾问")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_with_another_delimiter_is_read(delimiter) -> None:
    line = delimiter.join(["姓名", "单位"])
    table = read_table("a.csv", f"{line}\n王{delimiter}海岸".encode(), limit=10)
    assert table.rows[0].cells == ("王", "海岸")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, 30), "2026-03-01"),
        (True, "是"),
        ("  两 \u3000 处 空白\u200b ", "两 处 空白"),
        ("第一行\n\n 第二行 ", "第一行\n第二行"),
        ("=1+1", "#公式"),
        ("#N/A", "#公式"),
        ("#REF!", "#公式"),
        (None, ""),
    ],
)
def test_cells_are_read_as_somebody_would_type_them(value, cell) -> None:
    table = read_table("a.xlsx", xlsx({"姓名": "王", "单位": value}, headings=["姓名", "单位"]), limit=10)
    assert table.rows[0].cells == ("王", cell)


def test_formula_with_a_stored_result_gives_the_result() -> None:
    """As a spreadsheet program saves it: the formula and what it came to."""
    content = xlsx({"姓名": "=A9", "单位": "海岸"}, headings=["姓名", "单位"])
    import zipfile

    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<f>A9</f><v />", b"<f>A9</f><v>7</v>").replace(
                    b"<f>A9</f><v></v>", b"<f>A9</f><v>7</v>"
                )
            copy.writestr(name, data)
    assert read_table("a.xlsx", target.getvalue(), limit=10).rows[0].cells == ("7", "海岸")


def test_empty_rows_are_skipped_and_the_others_keep_their_numbers(plan) -> None:
    found = plan({}, GOOD, {}, {**GOOD, "姓名": "王晓明"})
    assert [draft.row for draft in found.drafts] == [3, 5]


def test_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers() -> None:
    table = read_table("a.csv", ",2026年导师名单,\n\n姓名,单位\n王,海岸\n".encode(), limit=10)
    assert (table.header.number, table.header.cells) == (3, ("姓名", "单位"))
    assert [row.number for row in table.rows] == [4]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "只接受"),
        ("a", b"", "只接受"),
        ("a.xlsx", b"", "不符"),
        ("a.xlsx", b"PK\x03\x04 nothing", "附有其他数据"),
        ("a.csv", b"", "空的"),
        ("a.csv", "姓名".encode("utf-16"), "编码"),
        ("a.csv", b'"open,\n', "读不懂"),
        ("a.csv", "姓名,单位\n".encode(), "没有导师"),
        ("a.csv", "导师名单\n姓名，单位\n王，海岸\n".encode(), "没有找到表头"),
        ("a.csv", b"a" * (10 * 1024 * 1024 + 1), "太大"),
    ],
)
def test_file_that_is_no_sheet_is_refused_with_a_reason(name, content, reason) -> None:
    with pytest.raises(SheetRefused, match=reason):
        read_table(name, content, limit=10)


def test_sheet_with_too_many_rows_is_refused() -> None:
    content = ("姓名,单位\n" + "王,海岸\n" * 11).encode()
    with pytest.raises(SheetRefused, match="超过 10 行"):
        read_table("a.csv", content, limit=10)
    assert len(read_table("a.csv", content, limit=11).rows) == 11


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([*HEADINGS, "手机"], [(1, "手机", "没有这一列")]),
        ([*HEADINGS, "姓名"], [(1, "姓名", "出现了 2 次")]),
        (
            [name for name in HEADINGS if name not in ("单位", "区市", "行业")],
            [(1, "单位", "缺少"), (1, "区市", "缺少")],
        ),
    ],
)
def test_headings_that_are_unknown_doubled_or_missing_are_named(plan, headings, expected) -> None:
    with pytest.raises(SheetRefused) as refused:
        plan(GOOD, headings=headings)
    found = [(problem.row, problem.column) for problem in refused.value.problems]
    assert found == [(row, column) for row, column, _reason in expected]
    for problem, (_row, _column, reason) in zip(refused.value.problems, expected, strict=True):
        assert reason in problem.reason


# Checking -----------------------------------------------------------------------------------------------------


def test_good_row_becomes_a_draft_with_every_value(plan) -> None:
    values = plan(GOOD).drafts[0].values
    assert values["years_of_experience"] == 12
    assert [field.slug for field in values["fields"]] == ["financing", "law"]
    assert values["ways"] == [Way.MESSAGE.value, Way.MEETING.value]
    assert values["times"] == [AvailableTime.WEEKEND.value, AvailableTime.WORKDAY_EVENING.value]
    assert values["help_points"] == [("point", "看股东协议"), ("point", "设计员工期权")]
    assert values["term_to"] == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("姓名", "", "必须填写"),
        ("姓名", "王" * 41, "最多 40 字，现有 41 字"),
        ("从业年限", "十二", "0 至 80"),
        ("从业年限", -1, "0 至 80"),
        ("从业年限", 12.5, "0 至 80"),
        ("从业年限", 999, "0 至 80"),
        ("区市", "海东", "是不是“海东区”"),
        ("区市", "外地", "可填：海东区"),
        ("擅长领域", "", "必须填写"),
        ("擅长领域", "融资；金融", "没有“金融”"),
        ("擅长领域", "融资；" * 7, "最多 6 项，现有 7 项"),
        ("咨询方式", "电邮", "没有“电邮”，可填：留言、面谈、电话、视频"),
        ("可约时间", "周末；工作日早上", "没有“工作日早上”，可填：工作日上午、工作日下午、工作日晚上、周末"),
        ("创业阶段", "初创", "没有“初创”，可填：筹备期、初创期、成长期、成熟期"),
        ("一句话介绍", "长" * 81, "最多 80 字"),
        ("我能帮你什么", "事" * 121, "最多 120 字"),
        ("聘期结束", "2025-02-29", "不是日期"),
        ("聘期结束", "2027年3月", "不是日期"),
        ("聘期结束", "2025-02-28", "早于聘期开始"),
        ("聘期结束", "=TODAY()", "公式"),
        ("介绍", "请拨 138 0013 8000", "不公开联系方式"),
        ("介绍", "邮箱 wang@hailan.example", "不公开联系方式"),
        ("介绍", "办公室 0532-85911234", "不公开联系方式"),
        ("名片编号", "7K3Q90", "6 位"),
    ],
)
def test_wrong_cell_is_named_by_row_column_value_and_reason(plan, column, value, reason) -> None:
    found = plan({**GOOD, column: value})
    assert found.drafts == []
    assert len(found.problems) == 1
    assert (found.problems[0].row, found.problems[0].column) == (2, column)
    assert reason in found.problems[0].reason


def test_sheet_from_before_there_were_times_is_still_imported(plan, index) -> None:
    found = plan(GOOD, headings=[name for name in HEADINGS if name != "可约时间"])
    assert found.problems == []
    assert write(found, index=index).mentors[0].page.times == []


def test_sheet_from_before_there_were_stages_is_still_imported(plan, index) -> None:
    found = plan(GOOD, headings=[name for name in HEADINGS if name != "创业阶段"])
    assert found.problems == []
    assert write(found, index=index).mentors[0].page.stages == []


def test_times_and_stages_of_a_row_stand_on_the_page_in_the_order_of_their_lists(plan, index) -> None:
    write(plan(GOOD), index=index)
    page = MentorPage.objects.get()
    assert page.times == ["workday_evening", "weekend"]
    assert page.stages == ["preparing", "growing"]


def test_report_does_not_repeat_a_phone_number(plan) -> None:
    problem = plan({**GOOD, "介绍": "13800138000"}).problems[0]
    assert problem.value == ""
    assert "138" not in str(problem)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "20260301",
        "2026-03-01 00:00:00",
        date(2026, 3, 1),
        46082,
        "46082",
    ],
)
def test_day_in_any_usual_spelling_is_understood(plan, written) -> None:
    assert plan({**GOOD, "聘期开始": written}).drafts[0].values["term_from"] == date(2026, 3, 1)


@pytest.mark.parametrize(
    "written",
    [
        "融资；合同法务",
        "融资;合同法务",
        "融资、合同法务",
        "融资，合同法务",
        "融资,合同法务",
        "融资\n合同法务",
        "financing；law",
        "融资；；合同法务；融资",
    ],
)
def test_several_values_may_be_divided_in_any_usual_way(plan, written) -> None:
    fields = plan({**GOOD, "擅长领域": written}).drafts[0].values["fields"]
    assert [field.slug for field in fields] == ["financing", "law"]


def test_all_mistakes_of_all_rows_are_reported_at_once(plan) -> None:
    found = plan(
        {**GOOD, "区市": "火星", "从业年限": "很多"}, {**GOOD, "姓名": "王晓明"}, {**GOOD, "姓名": ""}
    )
    assert [(problem.row, problem.column) for problem in found.problems] == [
        (2, "从业年限"),
        (2, "区市"),
        (4, "姓名"),
    ]
    assert found.refused_rows == 2
    assert [draft.row for draft in found.drafts] == [3]


def test_row_that_repeats_another_or_a_mentor_is_refused(plan) -> None:
    mentor = MentorFactory(page__title="王晓明", page__organisation="海岸资本")
    found = plan(GOOD, GOOD, {**GOOD, "姓名": "王晓明", "单位": "海岸资本"}, {**GOOD, "姓名": "王晓明"})
    assert reasons(found) == [
        (3, "姓名", "与第 2 行重复。"),
        (4, "姓名", f"已有这位导师，名片编号 {mentor.code}。"),
    ]


def test_code_that_is_taken_retired_or_doubled_is_refused(plan) -> None:
    taken = MentorFactory().code
    gone = MentorFactory()
    retired = gone.code
    gone.delete()
    rows = [
        {**GOOD, "姓名": f"王{place}", "名片编号": code}
        for place, code in enumerate([taken, retired, "7K3Q9X", "7k3q9x"])
    ]
    assert reasons(plan(*rows)) == [
        (2, "名片编号", "这个编号已属于另一位导师。"),
        (3, "名片编号", "这个编号属于以前的导师，不能再用。"),
        (5, "名片编号", "与第 4 行重复。"),
    ]


def test_cell_beside_the_columns_is_noticed(plan, index) -> None:
    book = load_workbook(io.BytesIO(xlsx(GOOD)))
    book.active.cell(2, len(HEADINGS) + 2, "多出来的")
    buffer = io.BytesIO()
    book.save(buffer)
    found = check(read_table("a.xlsx", buffer.getvalue(), limit=10), index=index)
    assert "没有表头的列" in found.problems[0].reason


def test_dates_that_are_left_out_are_those_of_today(plan) -> None:
    row = {name: value for name, value in GOOD.items() if name not in ("首次聘任", "聘期开始", "聘期结束")}
    with time_machine.travel("2026-11-23T17:00:00Z", tick=False):
        values = plan(row).drafts[0].values
    assert values["term_from"] == values["appointed_on"] == date(2026, 11, 24)
    assert "term_to" not in values


@pytest.mark.parametrize("number", [1, 50])
def test_checking_asks_as_much_for_one_row_as_for_fifty(index, number) -> None:
    table = read_table("a.xlsx", xlsx(*({**GOOD, "姓名": f"王{place}"} for place in range(number))), limit=99)
    with at_most(9):
        assert len(check(table, index=index).drafts) == number


# The template -------------------------------------------------------------------------------------------------


def test_template_can_be_imported_as_it_is(index) -> None:
    found = check(read_table("模板.xlsx", template(), limit=10), index=index)
    assert found.problems == []
    assert len(found.drafts) == 1


def test_template_lists_the_words_that_may_be_used() -> None:
    book = load_workbook(io.BytesIO(template()))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADINGS
    allowed = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book.worksheets[1].columns
    }
    assert allowed["擅长领域"] == ["融资", "合同法务"]
    assert allowed["咨询方式"] == ["留言", "面谈", "电话", "视频"]
    assert allowed["可约时间"] == ["工作日上午", "工作日下午", "工作日晚上", "周末"]


def test_problem_reads_as_a_sentence() -> None:
    assert str(Problem(3, "区市", "火星", "没有。")) == "第 3 行 区市“火星”：没有。"
    assert str(Problem(3, "", "", "没有。")) == "第 3 行：没有。"


def test_import_into_a_section_that_has_other_pages_keeps_them(plan, index) -> None:
    MentorFactory(page__title="尉迟青", page__organisation="另一家")
    write(plan(GOOD), index=index)
    slugs = list(MentorPage.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 2
    assert MentorIndexPage.objects.get().numchild == 2
