from typing import Any

import pytest

from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.outline import split_heading, split_section_title
from cms_pages.policy_import.tree import Article, Items, Paragraph, ParsedPolicy
from tests.cms_pages.policy_import.conftest import messages, regulation

LAST = "第二条 本办法自2026年4月1日起施行。"


def outline(content: list[Any]) -> list[Any]:
    """Paragraphs as their text, lists as lists of (marker, text, content) or (marker, text)."""
    found: list[Any] = []
    for part in content:
        if isinstance(part, Paragraph):
            found.append(part.text)
        else:
            found.append(
                [
                    (e.marker, e.text, outline(e.content)) if e.content else (e.marker, e.text)
                    for e in part.entries
                ]
            )
    return found


def first_article(*lines: str) -> Article:
    return regulation(*lines, LAST).articles[0]


def refusals(*lines: str) -> list[str]:
    with pytest.raises(PolicyImportError) as refused:
        regulation(*lines)
    return [str(finding) for finding in refused.value.findings]


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("基本原则。驿站坚持就近、免费。", "基本原则", "驿站坚持就近、免费。"),
        ("服务内容。", "服务内容", ""),
        ("申请对象", "申请对象", ""),
        ("（目的）为了公平，制定本规定。", "目的", "为了公平，制定本规定。"),
        ("【适用范围】适用于本市。", "适用范围", "适用于本市。"),
        ("场地、设备管理。按清单登记。", "场地、设备管理", "按清单登记。"),
    ],
)
def test_heading_when_short_phrase_leads_then_split_off(text: str, title: str, rest: str) -> None:
    assert split_heading(text, has_more=True) == (title, rest)


@pytest.mark.parametrize(
    "text",
    [
        "本办法自印发之日起施行。有效期三年。",
        "驿站，就近设立。其他从其规定。",
        "由市服务中心解释。另行公布。",
        "任何人不得转租。违反的收回。",
        "这是一个远远超过十二个汉字的普通句子。还有下一句。",
        "收费标准：按清单。",
    ],
)
def test_heading_when_sentence_is_a_rule_or_too_long_then_none(text: str) -> None:
    assert split_heading(text, has_more=True) == ("", text)


def test_heading_when_nothing_follows_then_it_is_the_text() -> None:
    assert split_heading("从事创业服务。", has_more=False) == ("", "从事创业服务。")


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("总体要求", "总体要求", ""),
        ("总体要求。", "总体要求", ""),
        ("办理时间。5月6日起受理。", "办理时间", "5月6日起受理。"),
        ("补贴标准：每户1万元；另发0.3万元。", "补贴标准", "每户1万元；另发0.3万元。"),
        ("各单位要高度重视，抓好落实。", "各单位要高度重视，抓好落实。", ""),
    ],
)
def test_section_title_when_text_follows_then_split_without_loss(text: str, title: str, rest: str) -> None:
    assert split_section_title(text) == (title, rest)


def test_paragraph_when_it_follows_numbered_points_then_belongs_to_the_item() -> None:
    article = first_article(
        "第一条 退出。分三种：",
        "（一）主动退出；",
        "（二）强制退出：",
        "1.不用；",
        "2.转租。",
        "限期搬离。",
        "费用照算。",
    )
    assert outline(article.content) == [
        "分三种：",
        [
            ("（一）", "主动退出；"),
            ("（二）", "强制退出：", [[("1.", "不用；"), ("2.", "转租。")], "限期搬离。", "费用照算。"]),
        ],
    ]


def test_paragraph_when_item_is_a_bare_heading_then_belongs_to_it() -> None:
    article = first_article("第一条 条件。", "（一）机构", "登记满二年。", "（二）团队", "登记未满三年。")
    assert outline(article.content) == [
        [("（一）", "机构", ["登记满二年。"]), ("（二）", "团队", ["登记未满三年。"])]
    ]


def test_paragraph_when_list_goes_on_then_belongs_to_the_entry_before() -> None:
    article = first_article(
        "第一条 程序：", "（一）申请。在线提交。", "材料不齐的，一次告知。", "（二）审核。五日内办结。"
    )
    assert outline(article.content) == [
        "程序：",
        [("（一）", "申请。在线提交。", ["材料不齐的，一次告知。"]), ("（二）", "审核。五日内办结。")],
    ]


def test_paragraph_when_list_is_over_then_belongs_to_the_article() -> None:
    article = first_article("第一条 对象：", "（一）团队；", "（二）企业。", "前款对象免费。")
    assert outline(article.content) == [
        "对象：",
        [("（一）", "团队；"), ("（二）", "企业。")],
        "前款对象免费。",
    ]


def test_paragraph_when_the_document_ends_with_it_then_belongs_to_the_last_article() -> None:
    policy = regulation("第一条 对象：", "（一）团队；", "（二）企业。", "前款对象免费。")
    assert outline(policy.articles[0].content)[-1] == "前款对象免费。"


def test_paragraph_when_it_had_a_choice_then_a_note_says_where_it_went() -> None:
    policy = regulation("第一条 对象：", "（一）团队：", "1.在校；", "2.毕业。", "以学籍为准。", LAST)
    assert any("第 6 行" in note and "第一条（一）" in note for note in messages(policy, Level.NOTE))


def test_article_when_it_has_several_paragraphs_then_all_are_kept() -> None:
    assert outline(first_article("第一条 甲可以申请。", "乙也可以申请。").content) == [
        "甲可以申请。",
        "乙也可以申请。",
    ]


def test_lists_when_three_deep_then_nested() -> None:
    article = first_article(
        "第一条 材料：", "（一）证件：", "1.本人证件：", "（1）身份证；", "（2）学生证。", "2.单位证照。"
    )
    assert outline(article.content) == [
        "材料：",
        [
            (
                "（一）",
                "证件：",
                [
                    [
                        ("1.", "本人证件：", [[("（1）", "身份证；"), ("（2）", "学生证。")]]),
                        ("2.", "单位证照。"),
                    ]
                ],
            )
        ],
    ]


def test_marker_when_alone_on_its_line_then_next_line_is_its_text() -> None:
    article = first_article("第一条 材料：", "（一）", "申请表；", "（二）", "承诺书。")
    assert outline(article.content) == ["材料：", [("（一）", "申请表；"), ("（二）", "承诺书。")]]


def test_chapter_when_title_stands_on_the_next_line_then_taken() -> None:
    policy = regulation("第一章", "总  则", "第一条 适用于本市。", LAST)
    assert [(chapter.number, chapter.title) for chapter in policy.chapters] == [(1, "总则")]


def test_division_when_inside_a_chapter_then_an_unnumbered_section() -> None:
    policy = regulation(
        "第一章 服务", "第一节 免费服务", "第一条 免费提供工位。", "第二节 收费服务", "第二条 按清单收费。"
    )
    assert [(section.number, section.title) for section in policy.sections] == [
        (None, "第一节 免费服务"),
        (None, "第二节 收费服务"),
    ]


def test_list_when_numbering_starts_again_after_a_paragraph_then_another_list() -> None:
    article = first_article(
        "第一条 对象：", "（一）团队；", "（二）企业。", "不予受理：", "（一）失信；", "（二）重复。"
    )
    assert [type(part) for part in article.content] == [Paragraph, Items, Paragraph, Items]


def test_document_without_articles_when_headings_then_sections_with_lists() -> None:
    policy: ParsedPolicy = regulation(
        "一、对象", "（一）团队。", "二、时间", "全年受理。", title="关于申领的通知"
    )
    assert [(s.number, s.title, outline(s.content)) for s in policy.sections] == [
        (1, "对象", [[("（一）", "团队。")]]),
        (2, "时间", ["全年受理。"]),
    ]


def test_document_when_text_stands_between_chapter_and_article_then_refused_with_line() -> None:
    found = refusals(
        "第一章 总则",
        "这里有一句话。",
        "（一）还有一项；",
        "第一条 适用于本市。",
        "第二章 附则",
        "又一句。",
        LAST,
    )
    assert [message.split("：")[0] for message in found] == ["第 3 行", "第 4 行", "第 7 行"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("第一编 总则", "第一条 适用于本市。"), "第一编"),
        (("第一条 甲。乙。", "第一条之一 丙。"), "第一条之一"),
        (("第一条", "第二条 适用于本市。"), "第一条没有内容"),
        (("第一章", "第一条 适用于本市。"), "第一章没有名称"),
        (("第一条 材料：", "（一）", "第二条 适用于本市。"), "（一）"),
        (("一、", "二、时间"), "“一、”没有内容"),
    ],
)
def test_document_when_a_part_cannot_be_held_then_refused_by_name(
    lines: tuple[str, ...], reason: str
) -> None:
    assert any(reason in message for message in refusals(*lines))
