import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cms_pages.policy_import.docx_reading import read_docx
from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.tree import Reading
from tests.cms_pages.policy_import.conftest import as_docx, attempt, saved

UNPACKED = 10 * 1024 * 1024
GOOD = as_docx("海澜市甲办法\n第一条 适用于本市。")


def texts(reading: Reading) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in reading.lines]


def read_document(document: Any) -> Reading:
    return read_docx(saved(document), max_unpacked=UNPACKED)


def refusals(document: Any) -> list[str]:
    with pytest.raises(PolicyImportError) as refused:
        read_document(document)
    return [str(finding) for finding in refused.value.findings]


def element(inner: str) -> Any:
    return parse_xml(f"<w:p {nsdecls('w', 'm')}>{inner}</w:p>")


def with_paragraph(inner: str) -> Any:
    document = docx.Document()
    document.add_paragraph("海澜市甲办法")
    document.element.body.insert(1, element(inner))
    return document


def test_docx_when_plain_then_paragraphs_keep_their_numbers() -> None:
    assert texts(read_docx(as_docx("甲\n\n乙"), max_unpacked=UNPACKED)) == [(1, "甲"), (2, ""), (3, "乙")]


def test_docx_when_breaks_and_tabs_are_inside_a_paragraph_then_lines_and_spaces() -> None:
    document = docx.Document()
    document.add_paragraph("甲\t乙").add_run().add_break()
    document.paragraphs[0].add_run("丙")
    assert texts(read_document(document)) == [(1, "甲 乙"), (1, "丙")]


def test_docx_when_text_stands_in_links_fields_or_controls_then_nothing_is_lost() -> None:
    document = with_paragraph(
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>文</w:t><w:noBreakHyphen/><w:t>字</w:t></w:r>"
    )
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(2, control)
    assert texts(read_document(document)) == [(1, "海澜市甲办法"), (2, "链接标记文-字"), (3, "控件")]


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<w:ins w:id='1' w:author='甲'><w:r><w:t>新</w:t></w:r></w:ins>", "修订痕迹"),
        ("<w:del w:id='1' w:author='甲'><w:r><w:delText>旧</w:delText></w:r></w:del>", "修订痕迹"),
        ("<w:r><w:footnoteReference w:id='2'/></w:r>", "脚注"),
        ("<w:r><w:t>甲</w:t><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "符号"),
        (
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            "文本框",
        ),
        ("<m:oMath><m:r><m:t>a</m:t></m:r></m:oMath>", "公式"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>", "隐藏文字"),
    ],
)
def test_docx_when_it_holds_what_lines_cannot_then_refused_with_place(inner: str, reason: str) -> None:
    found = refusals(with_paragraph(inner))
    assert len(found) == 1
    assert found[0].startswith("第 2 行")
    assert reason in found[0]


def test_docx_when_hidden_is_switched_off_then_read() -> None:
    document = with_paragraph("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>明</w:t></w:r>")
    assert texts(read_document(document))[1] == (2, "明")


def test_docx_when_it_has_tables_then_each_is_refused_with_place() -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.add_table(1, 1)
    document.add_paragraph("乙")
    document.add_table(1, 1)
    assert [message.split("：")[0] for message in refusals(document)] == ["第 2 行", "第 3 行"]


def test_docx_when_it_has_a_picture_then_left_out_with_a_warning() -> None:
    from PIL import Image

    seal = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(seal, "PNG")
    document = docx.Document()
    document.add_paragraph("甲")
    document.add_picture(io.BytesIO(seal.getvalue()))
    findings = read_document(document).findings
    assert [(finding.level, finding.line) for finding in findings] == [(Level.WARNING, 2)]


def test_docx_when_pages_have_a_header_with_words_then_a_note() -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.sections[0].header.paragraphs[0].text = "海澜市文件"
    document.sections[0].footer.paragraphs[0].text = "— 3 —"
    findings = read_document(document).findings
    assert [finding.level for finding in findings] == [Level.NOTE]
    assert "海澜市文件" in findings[0].text


def test_docx_when_unpacked_too_large_then_refused() -> None:
    with pytest.raises(PolicyImportError, match="展开后过大"):
        read_docx(GOOD, max_unpacked=1000)


def test_zip_when_it_is_no_word_file_then_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "甲")
    with pytest.raises(PolicyImportError, match="没有 Word 正文"):
        read_docx(stream.getvalue(), max_unpacked=UNPACKED)


def _replaced(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(stream, "w") as broken:
        for entry in good.namelist():
            broken.writestr(entry, content if entry == name else good.read(entry))
    return stream.getvalue()


@pytest.mark.parametrize(
    "name", ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/numbering.xml"]
)
@pytest.mark.parametrize("content", [b"", b"<x", b"<x/>", b"<w:document/>"])
def test_docx_when_a_part_is_damaged_then_refused_or_read(name: str, content: bytes) -> None:
    outcome = attempt(lambda: read_docx(_replaced(name, content), max_unpacked=UNPACKED))
    assert outcome.findings if isinstance(outcome, PolicyImportError) else texts(outcome)


@settings(max_examples=150)
@given(st.integers(min_value=0, max_value=len(GOOD) - 1), st.binary(min_size=1, max_size=4), st.booleans())
def test_docx_when_bytes_are_damaged_then_refused_or_read(place: int, junk: bytes, cut: bool) -> None:
    damaged = GOOD[:place] + (b"" if cut else junk + GOOD[place + len(junk) :])
    outcome = attempt(lambda: read_docx(damaged, max_unpacked=UNPACKED))
    assert outcome.findings if isinstance(outcome, PolicyImportError) else outcome.lines


def test_docx_when_automatic_number_cannot_be_written_out_then_refused_with_text() -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Bullet")
    found = refusals(document)
    assert len(found) == 1
    assert "自动编号读不懂" in found[0]
    assert "“甲”" in found[0]


def test_docx_when_paragraphs_are_numbered_automatically_then_numbers_are_written_out(
    numbered: Callable[..., Any],
) -> None:
    document = numbered([("chineseCounting", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    for level, text in [
        (0, "甲。"),
        (1, "乙；"),
        (2, "丙；"),
        (2, "丁；"),
        (1, "戊。"),
        (0, "己。"),
        (1, "庚。"),
    ]:
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = 1
        properties.get_or_add_ilvl().val = level
    lines = [text for _number, text in texts(read_document(document))]
    assert lines == ["第一条甲。", "（一）乙；", "1.丙；", "2.丁；", "（二）戊。", "第二条己。", "（一）庚。"]
    assert qn("w:numPr") in [child.tag for child in document.paragraphs[0]._p.pPr]
