"""Regulations as they come from gazettes, web pages, PDF programs and WPS: read whole, or refused with line and reason."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.tree import Item, walk
from tests.cms_pages.policy_import.conftest import messages, parse_bytes, regulation, saved

FIRST = "第一条 为规范场地使用，制定本办法。"
LAST = "第二条 本办法自2025年4月1日起施行。"


def refusals(call: Callable[[], Any]) -> list[str]:
    with pytest.raises(PolicyImportError) as refused:
        call()
    return [str(finding) for finding in refused.value.findings]


@pytest.mark.parametrize(
    ("lines", "place", "reason"),
    [
        (("第一编总则", "第一章 甲", FIRST, LAST), 2, "第一编"),
        ((FIRST, "附　则", LAST), 3, "没有章号"),
        ((FIRST, LAST, "附表1", "姓名 性别"), 4, "附件的正文"),
        ((FIRST, LAST, "附录", "一、材料"), 4, "附件的正文"),
        ((FIRST, "附件2", LAST), 3, "落款或附件之后"),
        (("一、甲的事项", "海澜市财政局 2025年3月1日", "一、乙的事项"), 3, "落款或附件之后"),
        (("第一条 甲。　　　　　第三条 丙。", "第二条 乙。　　　　　第四条 丁。"), 2, "第三条"),
        (("第一条 甲的内容。第二条 乙的内容。",), 2, "第二条"),
        ((FIRST, "第一百零一条 甲。", "第一百零一条之一 乙。"), 4, "第一百零一条之一"),
    ],
)
def test_shape_when_it_cannot_be_held_then_refused_with_line_and_reason(
    lines: tuple[str, ...], place: int, reason: str
) -> None:
    found = refusals(lambda: regulation(*lines))
    assert any(text.startswith(f"第 {place} 行") and reason in text for text in found)


@pytest.mark.parametrize(
    "text",
    [
        "依照《海澜市甲条例》 第三十条 处罚。",
        "违反规定的。第三十条规定的情形除外。",
        "第三十条第二款的情形除外，由市政府另行规定。",
    ],
)
def test_article_of_another_law_when_named_in_a_sentence_then_read(text: str) -> None:
    assert len(regulation(FIRST, f"第二条 {text}").articles) == 2


def test_attachment_when_it_is_a_form_then_named_and_kept_out_of_the_last_article() -> None:
    policy = regulation(FIRST, LAST, "附表：申请表")
    assert policy.head.attachments == ["申请表"]
    assert [part.text for part in walk(policy.articles[-1].content)] == ["本办法自2025年4月1日起施行。"]


@pytest.mark.parametrize("below", ["（试行）", "（2025年修订）"])
def test_title_when_its_qualifier_stands_below_then_part_of_it(below: str) -> None:
    policy = regulation(below, FIRST, LAST)
    assert policy.head.title == f"海澜市试验场地管理办法{below}"
    assert policy.head.preamble == []


def test_page_when_it_cuts_a_sentence_then_the_editor_is_asked() -> None:
    policy = regulation(FIRST, "第二条 场地的使用", "— 2 —", "按预约先后安排。", "第三条 由市政府解释。")
    assert [text for text in messages(policy) if "前一页" in text] == [
        "第 5 行：这一行与前一页的末行像是同一段，请核对分段。"
    ]


def test_page_when_it_ends_with_a_sentence_then_no_question() -> None:
    policy = regulation(FIRST, "— 2 —", "前款所称场地，是指公共场地。", LAST)
    assert [text for text in messages(policy) if "前一页" in text] == []


def test_header_when_it_runs_through_the_pages_then_left_out_with_a_note() -> None:
    header = "海澜市人民政府公报 2025年第3期"
    policy = regulation(FIRST, "— 1 —", header, "第二条 乙。", "— 2 —", header, "第三条 丙。")
    assert [part.text for article in policy.articles for part in walk(article.content)] == [
        "为规范场地使用，制定本办法。",
        "乙。",
        "丙。",
    ]
    assert len([text for text in messages(policy, Level.NOTE) if "公报" in text]) == 2


@pytest.mark.parametrize(("first", "second"), [("⑴甲；", "⑵乙。"), ("㈠甲；", "㈡乙。"), ("⒈甲；", "⒉乙。")])
def test_marker_when_one_character_on_paper_then_an_item(first: str, second: str) -> None:
    content = regulation("第一条 下列材料：", first, second, LAST).articles[0].content
    assert [(part.number, part.text) for part in walk(content) if isinstance(part, Item)] == [
        (1, "甲；"),
        (2, "乙。"),
    ]


def test_radicals_when_a_pdf_program_copied_them_then_characters() -> None:
    """“⼀” and “⼆” are radicals: the first two articles would stand above the text."""
    policy = regulation("第⼀条 甲⼈员。", "第⼆条 乙。", "第三条 丙。")
    assert [article.number for article in policy.articles] == [1, 2, 3]
    assert "甲人员。" in [part.text for part in walk(policy.articles[0].content)]


def with_paragraphs(*inner: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("海澜市试验场地管理办法")
    space = nsdecls("w") + " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    for words in inner:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {space}>{words}</w:p>"))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jia</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "拼音标注",
        ),
        ("<w:r><w:instrText> LISTNUM  \\l 1 </w:instrText></w:r>" + run("甲。"), "域代码"),
        (run("甲。", "<w:strike/>"), "删除线"),
        ("<w:pPr><w:rPr><w:del w:id='3' w:author='甲'/></w:rPr></w:pPr>" + run("甲。"), "修订痕迹"),
    ],
)
def test_docx_when_it_shows_more_or_less_than_its_text_then_refused(inner: str, reason: str) -> None:
    found = refusals(lambda: parse_bytes(with_paragraphs(run("第一条 甲。"), inner)))
    assert [text for text in found if text.startswith("第 3 行") and reason in text]


def test_docx_when_line_through_is_switched_off_then_read() -> None:
    assert parse_bytes(with_paragraphs(run("第一条 甲。", "<w:strike w:val='0'/>"))).articles


def test_docx_when_the_same_words_stand_there_for_old_programs_then_read_once() -> None:
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='w14'>{run('第一条 甲。')}</mc:Choice>"
        f"<mc:Fallback>{run('第一条 甲。')}</mc:Fallback></mc:AlternateContent>"
    )
    assert [part.text for part in walk(parse_bytes(with_paragraphs(both)).articles[0].content)] == ["甲。"]


def test_docx_when_strict_then_refused_with_the_way_out() -> None:
    plain = io.BytesIO(with_paragraphs(run("第一条 甲。")))
    strict = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name,
                content.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
    assert refusals(lambda: parse_bytes(strict.getvalue())) == [
        "这是“严格 Open XML”格式，请另存为普通的 docx。"
    ]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n"])
def test_text_when_in_any_encoding_of_offices_then_the_same(encoding: str, end: str) -> None:
    text = end.join(
        ("海澜市试验场地管理办法", "第１条\t甲\u3000乙。", "第２条 本办法自２０２５年４月１日起施行。")
    )
    policy = parse_bytes(text.encode(encoding))
    assert [article.number for article in policy.articles] == [1, 2]
    assert str(policy.term.effective_on) == "2025-04-01"
