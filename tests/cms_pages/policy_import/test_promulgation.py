"""题注: who made the law when, by which number, and from when it applies."""

from datetime import date

import pytest

from cms_pages.policy_import.document_numbers import normalise
from cms_pages.policy_import.promulgation import promulgation_lines, read_promulgation
from cms_pages.policy_import.reading import split_lines
from cms_pages.policy_import.tree import ParsedPolicy
from tests.cms_pages.policy_import.conftest import messages, regulation

FIRST = "第一条 为规范场地使用，制定本办法。"
OPEN = "第二条 本办法由市政府解释。"
LINE = "（2025年3月1日海澜市人民政府令第12号公布 自2025年4月1日起施行）"


def read(policy: ParsedPolicy) -> tuple[date | None, str, date | None]:
    return policy.head.issued_on, policy.head.document_number, policy.term.effective_on


def test_promulgation_when_below_the_title_then_day_number_issuer_and_beginning() -> None:
    policy = regulation(LINE, FIRST, OPEN)
    assert read(policy) == (date(2025, 3, 1), "海澜市人民政府令第12号", date(2025, 4, 1))
    assert policy.head.issuers == ["海澜市人民政府"]
    assert policy.head.preamble == [LINE]
    assert not any(word in text for text in messages(policy) for word in ("文号", "成文日期", "施行日期"))


def test_promulgation_when_broken_over_lines_then_one() -> None:
    policy = regulation(
        "（2025年2月20日海澜市人民政府第30次常务会议审议通过",
        "2025年3月1日海澜市人民政府令第12号公布",
        "自2025年4月1日起施行）",
        FIRST,
        OPEN,
    )
    assert read(policy) == (date(2025, 3, 1), "海澜市人民政府令第12号", date(2025, 4, 1))
    assert len(policy.head.preamble) == 1


@pytest.mark.parametrize(
    ("line", "issued_on", "number", "effective_on", "amended_on"),
    [
        (
            "（2003年1月1日海澜市人民政府令第3号公布 根据2010年5月1日海澜市人民政府令第20号《关于修改部分规章的决定》第一次修正"
            " 根据2026年6月1日海澜市人民政府令第30号《关于修改部分规章的决定》第二次修正）",
            date(2003, 1, 1),
            "海澜市人民政府令第3号",
            None,
            date(2026, 6, 1),
        ),
        (
            "（2025年3月5日海澜市人民政府令第12号公布，自2025年4月1日起施行；根据2026年1月1日海澜市人民政府令第15号修正）",
            date(2025, 3, 5),
            "海澜市人民政府令第12号",
            date(2025, 4, 1),
            date(2026, 1, 1),
        ),
        (
            "（1998年1月1日海澜市人民政府令第3号发布 2024年5月1日海澜市人民政府令第40号修订 自2024年7月1日起施行）",
            date(2024, 5, 1),
            "海澜市人民政府令第40号",
            date(2024, 7, 1),
            None,
        ),
        (
            "（2025年3月28日海澜市人民代表大会常务委员会公告第五号公布）",
            date(2025, 3, 28),
            "海澜市人民代表大会常务委员会公告第5号",
            None,
            None,
        ),
        (
            "2025年3月1日海人社规〔2025〕12号印发，自2025年4月1日起施行",
            date(2025, 3, 1),
            "海人社规〔2025〕12号",
            date(2025, 4, 1),
            None,
        ),
        ("（自2025年4月1日起施行）", None, "", date(2025, 4, 1), None),
    ],
)
def test_promulgation_when_amended_revised_or_plain_then_what_made_the_text(
    line: str,
    issued_on: date | None,
    number: str,
    effective_on: date | None,
    amended_on: date | None,
) -> None:
    assert promulgation_lines(split_lines(line), 0) == 1
    found = read_promulgation(line)
    assert (found.issued_on, found.number) == (issued_on, number)
    assert (found.effective_on, found.amended_on) == (effective_on, amended_on)


def test_promulgation_when_amended_then_the_editor_is_asked_to_look() -> None:
    policy = regulation(
        "（2003年1月1日海澜市人民政府令第3号公布 根据2026年6月1日海澜市人民政府令第30号修正）", FIRST, OPEN
    )
    assert any("第 2 行" in text and "2026-06-01 修正过" in text for text in messages(policy))


def test_promulgation_when_only_adopted_then_that_day_and_a_warning() -> None:
    policy = regulation(
        "（2025年1月10日海澜市人民代表大会常务委员会第三十次会议通过 2025年3月28日海东省人民代表大会常务委员会第十五次会议批准）",
        FIRST,
        OPEN,
    )
    assert read(policy) == (date(2025, 3, 28), "", None)
    assert any("没有写公布日期" in text for text in messages(policy))


def test_promulgation_when_the_head_says_otherwise_then_the_head_and_three_warnings() -> None:
    policy = regulation(
        "文号：海人社规〔2025〕7号",
        "成文日期：2025-02-01",
        LINE,
        FIRST,
        "第二条 本办法自2025年5月1日起施行。",
    )
    assert read(policy) == (date(2025, 2, 1), "海人社规〔2025〕7号", date(2025, 5, 1))
    assert len([text for text in messages(policy) if "题注" in text and "不一致" in text]) == 3


def test_promulgation_when_all_agree_then_no_word_of_it() -> None:
    policy = regulation(
        "文号：海澜市人民政府令第12号",
        "成文日期：2025-03-01",
        LINE,
        FIRST,
        "第二条 本办法自2025年4月1日起施行。",
    )
    assert [text for text in messages(policy) if "题注" in text] == []


@pytest.mark.parametrize(
    "line",
    [
        "2025年2月20日市政府常务会议审议通过，现予公布。",
        "根据2025年3月1日公布的《甲条例》，制定本办法：",
        "（2025年3月1日海澜市人民政府令第12号公布",
        "（联系人：2025年值班室）",
    ],
)
def test_line_when_a_sentence_or_left_open_then_no_promulgation(line: str) -> None:
    assert promulgation_lines(split_lines(line), 0) == 0


def test_order_above_the_law_then_number_day_and_its_words_are_kept() -> None:
    order = "《海澜市试验场地管理办法》已经2025年2月20日市人民政府第30次常务会议审议通过，现予公布，自2025年4月1日起施行。"
    policy = regulation(
        "第12号",
        order,
        "市长 王某",
        "2025年3月1日",
        "海澜市试验场地管理办法",
        FIRST,
        OPEN,
        title="海澜市人民政府令",
    )
    assert policy.head.title == "海澜市试验场地管理办法"
    assert read(policy) == (date(2025, 3, 1), "海澜市人民政府令第12号", date(2025, 4, 1))
    assert policy.head.preamble == [order, "市长 王某"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("海澜市人民政府令第012号", "海澜市人民政府令第12号"),
        ("国务院令 第 722 号", "国务院令第722号"),
        ("海澜市人民政府令第一百二十号", "海澜市人民政府令第120号"),
        ("海澜市人民政府令第零号", None),
        ("令第3号", None),
        ("第12号令", None),
    ],
)
def test_number_of_an_order_when_written_any_way_then_one_form(text: str, number: str | None) -> None:
    assert normalise(text) == number
