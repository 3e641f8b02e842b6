"""The tree of a policy's text, its anchors and labels (B0, P7)."""

from cms_pages.law import articles, sections
from tests.factories.content import LAW, article, chapter


def test_sections_follow_chapters() -> None:
    found = sections(LAW)
    assert [(section.label, section.title, section.anchor) for section in found] == [
        ("第一章", "总则", "c1"),
        ("第二章", "入驻", "c2"),
    ]
    assert [one.number for one in found[1].articles] == [2, 10]


def test_articles_carry_label_anchor_and_chapter() -> None:
    tenth = articles(LAW)[-1]
    assert (tenth.label, tenth.anchor, tenth.chapter, tenth.title) == ("第十条", "a10", 2, "公示")


def test_items_and_sub_items_are_numbered_in_their_article() -> None:
    second = articles(LAW)[1]
    items = list(second.items)
    assert [(item.label, item.anchor) for item in items] == [
        ("（一）", "a2-1"),
        ("（二）", "a2-2"),
        ("（三）", "a2-3"),
    ]
    subs = items[1].content[0].items
    assert [(sub.label, sub.anchor, sub.text) for sub in subs] == [
        ("1.", "a2-2-1", "核对经营情况；"),
        ("2.", "a2-2-2", "核对社保缴纳。"),
    ]


def test_a_second_run_of_items_goes_on_counting() -> None:
    body = [article(3, ["甲；", "乙。"], "另有下列情形：", ["丙。"])]
    assert [item.anchor for item in articles(body)[0].items] == ["a3-1", "a3-2", "a3-3"]


def test_text_before_the_first_chapter_stands_alone() -> None:
    body = [{"type": "paragraph", "value": "说明。"}, chapter(1, "总则"), article(1, "正文。")]
    first, second = sections(body)
    assert (first.kind, first.content, first.label) == ("", ["说明。"], "")
    assert second.articles[0].chapter == 1


def test_numbered_headings_have_anchors() -> None:
    body = [
        {"type": "heading", "value": {"number": 2, "title": "申请条件"}},
        {"type": "paragraph", "value": "……"},
    ]
    assert [(s.label, s.anchor, s.title) for s in sections(body)] == [("二、", "s2", "申请条件")]


def test_empty_body_has_no_sections() -> None:
    assert sections([]) == []
