import pytest

from cms_pages.policy_import.markers import Kind, read_marker
from cms_pages.policy_import.tree import Line


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("第一章 总则", Kind.CHAPTER, 1, "总则"),
        ("第 十 二 章  附则", Kind.CHAPTER, 12, "附则"),
        ("第二节 收费", Kind.DIVISION, 2, "收费"),
        ("第三条 原则", Kind.ARTICLE, 3, "原则"),
        ("第三条原则", Kind.ARTICLE, 3, "原则"),
        ("第21条 原则", Kind.ARTICLE, 21, "原则"),
        ("第一百零二条 附则", Kind.ARTICLE, 102, "附则"),
        ("第十条之一 新增", Kind.INSERTED_ARTICLE, 10, "新增"),
        ("第一编 总则", Kind.BOOK, 1, "总则"),
        ("（二）材料", Kind.ITEM, 2, "材料"),
        ("(十一) 材料", Kind.ITEM, 11, "材料"),
        ("（三）、材料", Kind.ITEM, 3, "材料"),
        ("一、总体要求", Kind.HEADING, 1, "总体要求"),
        ("一、三年目标", Kind.HEADING, 1, "三年目标"),
        ("3.材料", Kind.SUB_ITEM, 3, "材料"),
        ("3．材料", Kind.SUB_ITEM, 3, "材料"),
        ("3、材料", Kind.SUB_ITEM, 3, "材料"),
        ("（4）材料", Kind.POINT, 4, "材料"),
        ("4）材料", Kind.POINT, 4, "材料"),
        ("④材料", Kind.POINT, 4, "材料"),
    ],
)
def test_marker_when_line_opens_a_part_then_kind_number_and_rest(
    text: str, kind: Kind, number: int, rest: str
) -> None:
    marked = read_marker(Line(7, text))
    assert (marked.line, marked.kind, marked.number, marked.text) == (7, kind, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "第十条规定的情形",
        "第十条、第十一条所列",
        "第三章和第四章",
        "第五条第二款",
        "第一名奖励",
        "1.5万元",
        "2026.3.31",
        "一、二层开放",
        "普通文字",
        "（以下简称驿站）",
        "第零条 无",
        "第二十三十条 乱",
    ],
)
def test_marker_when_sentence_only_mentions_a_part_then_text(text: str) -> None:
    assert read_marker(Line(1, text)).kind is Kind.TEXT
    assert read_marker(Line(1, text)).whole == text
