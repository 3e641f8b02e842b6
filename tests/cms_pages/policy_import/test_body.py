from cms_pages.law import articles, sections
from cms_pages.policy_import.body import to_blocks
from cms_pages.policy_import.tree import ParsedPolicy
from tests.cms_pages.policy_import.conftest import load, parse_text, regulation

LAST = "第二条 本办法自2026年4月1日起施行。"


def test_blocks_when_regulation_has_chapters_then_flat_sequence(measures: ParsedPolicy) -> None:
    blocks = to_blocks(measures.body)
    assert [block["type"] for block in blocks].count("chapter") == 6
    assert [block["type"] for block in blocks].count("article") == 18
    assert blocks[0] == {"type": "chapter", "value": {"number": 1, "title": "总则"}}


def test_blocks_when_read_as_law_then_anchors_name_articles_items_and_points(measures: ParsedPolicy) -> None:
    """P7: the anchors that citations use."""
    found = articles(to_blocks(measures.body))
    tenth = found[9]
    assert [article.anchor for article in found] == [f"a{number}" for number in range(1, 19)]
    assert [item.anchor for item in tenth.items] == [f"a10-{number}" for number in range(1, 7)]
    points = [sub.anchor for part in list(tenth.items)[5].content for sub in part.items]
    assert points == [f"a10-6-{number}" for number in range(1, 9)]


def test_blocks_when_paragraph_follows_points_then_after_them_in_the_item(measures: ParsedPolicy) -> None:
    content = to_blocks(measures.body)[12]["value"]["content"][1]["value"][5]["content"]
    assert [block["type"] for block in content] == ["items", "paragraph"]


def test_blocks_when_lists_are_three_deep_then_the_third_is_folded_with_its_markers() -> None:
    policy = regulation(
        "第一条 材料：", "（一）证件：", "1.本人证件：", "（1）身份证；", "（2）学生证。", LAST
    )
    item = to_blocks(policy.body)[0]["value"]["content"][1]["value"][0]
    assert item == {
        "text": "证件：",
        "content": [{"type": "items", "value": [{"text": "本人证件：\n（1）身份证；\n（2）学生证。"}]}],
    }


def test_blocks_when_document_has_headings_then_paragraphs_keep_their_markers() -> None:
    blocks = to_blocks(parse_text(load("notice_with_headings")).body)
    assert blocks[0] == {"type": "heading", "value": {"number": 1, "title": "申领对象"}}
    assert blocks[1]["value"].startswith("（一）在本市首次登记")
    assert [block["value"] for block in blocks[2:4]] == ["1.毕业五年内的高校毕业生；", "2.登记失业人员；"]
    assert [section.anchor for section in sections(blocks)] == ["s1", "s2", "s3", "s4"]


def test_blocks_when_chapters_hold_divisions_or_bare_text_then_headings_and_paragraphs() -> None:
    policy = regulation("第一章 服务", "第一节 免费服务", "第一条 免费提供工位。", LAST)
    assert to_blocks(policy.body)[1] == {
        "type": "heading",
        "value": {"number": None, "title": "第一节 免费服务"},
    }
    plan = regulation(
        "第一章 目标", "到明年建成三个驿站。", "第二章 任务", "逐月推进。", title="海澜市驿站建设规划"
    )
    assert [block["type"] for block in to_blocks(plan.body)] == [
        "chapter",
        "paragraph",
        "chapter",
        "paragraph",
    ]
