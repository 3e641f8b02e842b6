import pytest

from cms_pages.policy_import.findings import Level, PolicyImportError
from tests.cms_pages.policy_import.conftest import messages, regulation

LAST = "本办法自2026年4月1日起施行，有效期三年。"


def warnings_of(*lines: str) -> list[str]:
    head = ("失效", "未填", "没有找到", "没有认出", "没有写明", "没有发文")
    return [message for message in messages(regulation(*lines)) if not message.startswith(head)]


def test_articles_when_a_number_is_missing_then_warning_with_line_and_number() -> None:
    assert warnings_of("第一条 甲可以申请。", "第二条 乙可以申请。", f"第四条 {LAST}") == [
        "第 4 行：编号不连续，缺少第三条。"
    ]


def test_chapters_when_a_number_repeats_or_is_missing_then_warnings() -> None:
    found = warnings_of(
        "第一章 甲", "第一条 甲可以申请。", "第一章 乙", "第二条 乙可以申请。", "第四章 丙", f"第三条 {LAST}"
    )
    assert found == [
        "第 4 行：编号重复或倒退：第一章再次出现或次序不对。",
        "第 6 行：编号不连续，缺少第二章、第三章。",
    ]


@pytest.mark.parametrize(
    ("numbers", "line", "reason"),
    [
        ("一 三 三 四", 4, "条号重复：第三条"),
        ("一 二 三 二 五", 5, "条号重复：第二条"),
        ("一 二 九 四 五", 4, "条号次序不对：第九条"),
        ("一 三 四 五 二", 6, "条号次序不对：第二条"),
    ],
)
def test_articles_when_a_number_repeats_or_falls_then_only_that_one_is_refused(
    numbers: str, line: int, reason: str
) -> None:
    with pytest.raises(PolicyImportError) as refused:
        regulation(*(f"第{number}条 甲可以申请。" for number in numbers.split()))
    assert [(f.line, reason in f.text) for f in refused.value.findings] == [(line, True)]


def test_items_when_numbers_leave_a_gap_or_repeat_then_warning_says_what_the_page_shows() -> None:
    found = warnings_of(
        "第一条 材料：", "（一）甲；", "（三）乙；", "（三）丙：", "1.丁；", "3.戊。", f"第二条 {LAST}"
    )
    assert len(found) == 2
    assert "第 4 行" in found[0]
    assert "第一条的（三）" in found[0]
    assert "第 7 行" in found[1]
    assert "第一条（三）的3." in found[1]


def test_items_when_a_second_run_starts_then_warning() -> None:
    found = warnings_of("第一条 对象：", "（一）甲。", "不予受理：", "（一）乙。", f"第二条 {LAST}")
    assert any("不止一组编号" in message for message in found)


def test_items_when_numbered_otherwise_than_the_page_shows_then_warning() -> None:
    found = warnings_of("第一条 材料：", "1.甲；", "2.乙：", "（1）丙；", "（2）丁。", f"第二条 {LAST}")
    assert [("显示为“（一）”" in message, "显示为“1.”" in message) for message in found] == [
        (True, False),
        (False, True),
    ]


def test_lists_when_three_deep_then_warning_that_the_third_is_folded() -> None:
    found = warnings_of("第一条 材料：", "（一）甲：", "1.乙：", "（1）丙。", f"第二条 {LAST}")
    assert any("第三层编号并入" in message for message in found)


def test_article_when_it_ends_without_a_full_stop_then_a_note() -> None:
    policy = regulation("第一条 甲可以申请", f"第二条 {LAST}")
    assert "第 2 行：第一条末尾没有句号。" in messages(policy, Level.NOTE)


def test_items_when_written_in_one_paragraph_then_warning() -> None:
    assert any(
        "没有分项" in message
        for message in warnings_of("第一条 材料：（一）甲；（二）乙。", f"第二条 {LAST}")
    )


def test_chapter_title_when_too_long_for_the_page_then_warning() -> None:
    assert any(
        "超过 40 字" in message
        for message in warnings_of(f"第一章 {'长' * 41}", "第一条 甲可以申请。", f"第二条 {LAST}")
    )
