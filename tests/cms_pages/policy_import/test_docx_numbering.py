from collections.abc import Callable
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cms_pages.policy_import.docx_numbering import Numbering, UnknownNumberFormat

ARTICLES = [("chineseCounting", "第%1条")]


def add(document: Any, list_id: int, level: int = 0, style: str | None = None) -> Any:
    paragraph = document.add_paragraph("甲", style=style)
    if list_id >= 0:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = list_id
        properties.get_or_add_ilvl().val = level
    return paragraph._p


def list_root(document: Any) -> Any:
    return document.part.numbering_part.element


def test_prefix_when_paragraph_is_in_no_list_then_empty(numbered: Callable[..., Any]) -> None:
    document = numbered(ARTICLES)
    numbering = Numbering(document)
    assert numbering.prefix(add(document, -1)) == ""
    assert numbering.prefix(add(document, 0)) == ""


@pytest.mark.parametrize(
    ("kind", "template", "expected"),
    [
        ("chineseCounting", "第%1章", "第一章"),
        ("japaneseCounting", "%1、", "一、"),
        ("chineseCountingThousand", "（%1）", "（一）"),
        ("decimal", "%1.", "1."),
        ("none", "", ""),
    ],
)
def test_prefix_when_format_is_known_then_as_word_shows_it(
    numbered: Callable[..., Any], kind: str, template: str, expected: str
) -> None:
    document = numbered([(kind, template)])
    assert Numbering(document).prefix(add(document, 1)) == expected


@pytest.mark.parametrize(("kind", "template"), [("bullet", "●"), ("upperRoman", "%1."), ("decimal", "%5.")])
def test_prefix_when_format_is_unknown_then_error(
    numbered: Callable[..., Any], kind: str, template: str
) -> None:
    document = numbered([(kind, template)])
    with pytest.raises(UnknownNumberFormat):
        Numbering(document).prefix(add(document, 1))


@pytest.mark.parametrize(("list_id", "level"), [(77, 0), (1, 8)])
def test_prefix_when_list_or_level_is_not_defined_then_error(
    numbered: Callable[..., Any], list_id: int, level: int
) -> None:
    document = numbered(ARTICLES)
    with pytest.raises(UnknownNumberFormat):
        Numbering(document).prefix(add(document, list_id, level))


def test_prefix_when_list_starts_at_another_number_then_from_there(numbered: Callable[..., Any]) -> None:
    document = numbered(ARTICLES)
    list_root(document).find(f".//{qn('w:start')}").set(qn("w:val"), "7")
    numbering = Numbering(document)
    assert [numbering.prefix(add(document, 1)) for _ in range(2)] == ["第七条", "第八条"]


def test_prefix_when_chinese_numbers_start_at_nought_then_error(numbered: Callable[..., Any]) -> None:
    document = numbered(ARTICLES)
    list_root(document).find(f".//{qn('w:start')}").set(qn("w:val"), "0")
    with pytest.raises(UnknownNumberFormat):
        Numbering(document).prefix(add(document, 1))


def test_prefix_when_document_defines_no_lists_then_empty_or_error(numbered: Callable[..., Any]) -> None:
    document = numbered(ARTICLES)
    [relation] = [key for key, rel in document.part.rels.items() if rel.reltype.endswith("/numbering")]
    del document.part.rels[relation]
    numbering = Numbering(document)
    assert numbering.prefix(add(document, -1)) == ""
    with pytest.raises(UnknownNumberFormat):
        numbering.prefix(add(document, 1))


def test_prefix_when_another_list_counts_with_the_same_then_goes_on_or_restarts(
    numbered: Callable[..., Any],
) -> None:
    document = numbered(ARTICLES)
    override = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    for list_id, inner in ((2, ""), (3, override)):
        number = f"<w:num {nsdecls('w')} w:numId='{list_id}'><w:abstractNumId w:val='0'/>{inner}</w:num>"
        list_root(document).append(parse_xml(number))
    numbering = Numbering(document)
    lists = [1, 2, 3, 3]
    assert [numbering.prefix(add(document, n)) for n in lists] == ["第一条", "第二条", "第一条", "第二条"]


def test_prefix_when_a_based_on_style_is_numbered_then_counted(numbered: Callable[..., Any]) -> None:
    document = numbered(ARTICLES)
    base = document.styles["Heading 1"].element.get_or_add_pPr()
    base.append(parse_xml(f"<w:numPr {nsdecls('w')}><w:numId w:val='1'/></w:numPr>"))
    document.styles["Heading 2"].base_style = document.styles["Heading 1"]
    assert Numbering(document).prefix(add(document, -1, style="Heading 2")) == "第一条"
