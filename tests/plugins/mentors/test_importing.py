"""Mentors from a sheet: what is read, what is refused and why, and that a mistake writes nothing."""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from cms_pages.choices import AvailableTime, Way
from cms_pages.models import MentorIndexPage, MentorPage
from plugins.mentors.importing import Problem, SheetRefused, check, read_table, write
from plugins.mentors.importing.columns import COLUMNS
from plugins.mentors.importing.template import template
from plugins.mentors.importing.writing import Then
from plugins.mentors.models import Mentor, MentorListing
from portal.accounts.models import User
from tests.factories.cms_pages import (
    DistrictFactory,
    FieldFactory,
    IndustryFactory,
    LanguageFactory,
    ServiceTypeFactory,
)
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import at_most

pytestmark = pytest.mark.django_db

HEADINGS = [column.heading for column in COLUMNS]
GOOD = {
    "姓名": "尉迟青",
    "单位": "青禾顾问",
    "职务": "高级顾问",
    "从业年限": 12,
    "区市": "海东区",
    "擅长领域": "融资、合同法务",
    "行业": "智能制造",
    "语言": "英语",
    "服务类型": "政策咨询",
    "咨询方式": "留言；面谈",
    "可约时间": "周末、工作日晚上",
    "创业阶段": "成长期；筹备期",
    "一句话介绍": "股权架构、期权和投资协议逐条讲清楚",
    "我能帮你什么": "看股东协议；设计员工期权",
    "介绍": "做了十二年公司法律顾问。",
    "首次聘任": "2025-03-01",
    "聘期开始": "2025-03-01",
    "聘期结束": "2027-02-28",
}


@pytest.fixture(autouse=True)
def words(site) -> None:
    DistrictFactory()
    FieldFactory(slug="financing", name="融资")
    FieldFactory(slug="law", name="合同法务")
    IndustryFactory(slug="machines", name="智能制造")
    LanguageFactory()
    ServiceTypeFactory(slug="policy", name="政策咨询")


def xlsx(*rows: dict[str, object], headings: list[str] | None = None) -> bytes:
    book = Workbook()
    names = headings or HEADINGS
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name) for name in names])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_file(*rows: dict[str, object], encoding: str = "utf-8") -> bytes:
    lines = [",".join(HEADINGS)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in HEADINGS) for row in rows]
    return "\r\n".join(lines).encode(encoding)


@pytest.fixture
def plan(index) -> Callable:
    """`plan(row, row, …)`: the checked plan of a sheet with these rows."""

    def make(*rows: dict[str, object], headings: list[str] | None = None):
        return check(read_table("导师.xlsx", xlsx(*rows, headings=headings), limit=5000), index=index)

    return make


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
        ("a.csv", b"a" * (10 * 1024 * 1024 + 1), "太大"),
    ],
)
def test_file_that_is_no_sheet_is_refused_with_a_reason(name, content, reason) -> None:
    with pytest.raises(SheetRefused, match=reason):
        read_table(name, content, limit=10)


def test_sheet_with_too_many_rows_is_refused() -> None:
    content = ("姓名\n" + "王\n" * 11).encode()
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


# Writing ------------------------------------------------------------------------------------------------------


def test_drafts_are_written_with_page_term_and_code_and_shown_nowhere(plan, index) -> None:
    outcome = write(plan({**GOOD, "名片编号": "7K3Q9X"}, {**GOOD, "姓名": "王晓明"}), index=index)
    first = Mentor.objects.get(page__title="尉迟青")
    assert len(outcome.mentors) == 2
    assert (first.code, first.term_to, first.appointed_on) == ("7K3Q9X", date(2027, 2, 28), date(2025, 3, 1))
    page = MentorPage.objects.get(pk=first.page_id)
    assert not page.live
    assert page.slug == "wei-chi-qing" or page.slug
    assert [field.name for field in page.fields.all()] == ["融资", "合同法务"]
    assert page.latest_revision.as_object().headline == page.headline
    assert not MentorListing.objects.exists()


def test_one_wrong_row_keeps_everything_out(plan, index) -> None:
    outcome = write(plan(GOOD, {**GOOD, "姓名": ""}), index=index)
    assert (outcome.mentors, len(outcome.problems)) == ((), 1)
    assert not Mentor.objects.exists()
    assert not MentorPage.objects.exists()


def test_keep_going_writes_the_good_rows(plan, index) -> None:
    outcome = write(plan(GOOD, {**GOOD, "姓名": ""}), index=index, keep_going=True)
    assert [mentor.page.title for mentor in outcome.mentors] == ["尉迟青"]
    assert len(outcome.problems) == 1


def test_published_rows_are_found_at_once(plan, index, find) -> None:
    write(plan(GOOD), index=index, then=Then.PUBLISH)
    assert find("尉迟青").total == 1


def test_row_that_the_publication_gate_refuses_is_reported_and_undoes_the_others(
    plan, index, monkeypatch
) -> None:
    from plugins.mentors.importing import checking

    monkeypatch.setattr(checking, "find", lambda cell: [])  # as if the check of cells had missed it
    rows = {**GOOD, "姓名": "王晓明"}, {**GOOD, "介绍": "请拨 13800138000"}
    outcome = write(plan(*rows), index=index, then=Then.PUBLISH)
    assert [(problem.row, "不能发布" in problem.reason) for problem in outcome.problems] == [(3, True)]
    assert not Mentor.objects.exists()
    kept = write(plan(*rows), index=index, then=Then.PUBLISH, keep_going=True)
    assert [mentor.page.title for mentor in kept.mentors] == ["王晓明"]
    assert Mentor.objects.count() == MentorPage.objects.count() == 1


def test_submitted_rows_wait_for_approval(plan, index, clerk: User) -> None:
    outcome = write(plan(GOOD), index=index, user=clerk, then=Then.SUBMIT)
    page = MentorPage.objects.get(pk=outcome.mentors[0].page_id)
    assert page.current_workflow_state is not None
    assert not page.live
    assert page.owner == clerk


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


# The command --------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(tmp_path) -> Callable[..., str]:
    def save(*rows: dict[str, object]) -> str:
        path = tmp_path / "导师.xlsx"
        path.write_bytes(xlsx(*rows))
        return str(path)

    return save


def test_command_imports_drafts_and_says_how_many(sheet, capsys) -> None:
    call_command("import_mentors", sheet(GOOD, {**GOOD, "姓名": "王晓明"}))
    assert Mentor.objects.count() == 2
    assert "已导入为草稿 2 位导师。" in capsys.readouterr().out


def test_command_with_two_wrong_rows_lists_both_and_writes_nothing(sheet, capsys) -> None:
    with pytest.raises(CommandError, match="2 行有问题"):
        call_command(
            "import_mentors",
            sheet({**GOOD, "区市": "火星"}, GOOD, {**GOOD, "姓名": "王", "聘期结束": "明年"}),
        )
    report = capsys.readouterr().out
    for expected in ("2", "区市", "火星", "4", "聘期结束", "明年", "不是日期"):
        assert expected in report
    assert not Mentor.objects.exists()


def test_command_that_keeps_going_writes_the_others_and_can_be_run_again(sheet, capsys) -> None:
    path = sheet({**GOOD, "区市": "火星"}, {**GOOD, "姓名": "王晓明"})
    call_command("import_mentors", path, keep_going=True)
    assert "已导入为草稿 1 位导师，1 行有问题。" in capsys.readouterr().out
    call_command("import_mentors", path, keep_going=True)
    assert "已有这位导师" in capsys.readouterr().out
    assert Mentor.objects.count() == 1


def test_command_on_a_dry_run_writes_nothing(sheet, capsys) -> None:
    call_command("import_mentors", sheet(GOOD), dry_run=True)
    assert "1 行可以导入。" in capsys.readouterr().out
    assert not Mentor.objects.exists()


def test_command_publishes_when_asked(sheet, find) -> None:
    call_command("import_mentors", sheet(GOOD), publish=True)
    assert find().total == 1


def test_command_with_a_missing_file_section_or_sheet_says_so(tmp_path, sheet) -> None:
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import_mentors", str(tmp_path / "none.xlsx"))
    with pytest.raises(CommandError, match="没有网址标识为 nowhere"):
        call_command("import_mentors", sheet(GOOD), section="nowhere")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("名字\n王")
    with pytest.raises(CommandError, match="没有导入"):
        call_command("import_mentors", str(wrong))


def test_command_writes_the_template(tmp_path, capsys) -> None:
    path = tmp_path / "模板.xlsx"
    call_command("import_mentors", str(path), template=True)
    assert path.read_bytes().startswith(b"PK")


def test_problem_reads_as_a_sentence() -> None:
    assert str(Problem(3, "区市", "火星", "没有。")) == "第 3 行 区市“火星”：没有。"
    assert str(Problem(3, "", "", "没有。")) == "第 3 行：没有。"


def test_import_into_a_section_that_has_other_pages_keeps_them(plan, index) -> None:
    MentorFactory(page__title="尉迟青", page__organisation="另一家")
    write(plan(GOOD), index=index)
    slugs = list(MentorPage.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 2
    assert MentorIndexPage.objects.get().numchild == 2
