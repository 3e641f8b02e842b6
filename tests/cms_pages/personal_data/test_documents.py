"""Every corner of a file in which a number may stand is read; what cannot be read is said so (D10)."""

import re
from collections.abc import Callable
from io import BytesIO

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter

from cms_pages.personal_data.detectors import find
from cms_pages.personal_data.documents import file_passages
from cms_pages.personal_data.passages import Unreadable
from tests.factories import files

MOBILE = "13800138000"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def places(content: bytes, name: str) -> list[str]:
    """Where the number was found."""
    passages = file_passages(BytesIO(content), name)
    return [passage.where for passage in passages if find(passage.text, context=passage.context)]


def in_body(addition: str) -> Callable[[bytes], bytes]:
    """Put XML at the start of a Word file's body."""
    return lambda content: re.sub(rb"(<w:body>)", rb"\1" + addition.encode(), content, count=1)


def word_with(addition: str) -> bytes:
    return files.repacked(files.word("正文"), change={"word/document.xml": in_body(addition)})


# Word -----------------------------------------------------------------------------------------------------------


def test_word_when_a_number_stands_in_text_table_or_header_then_its_place_is_named():
    content = files.word(
        "前言", f"电话 {MOBILE}", rows=[["姓名", "电话"], ["王", MOBILE]], header=f"值班 {MOBILE}"
    )
    assert places(content, "a.docx") == ["第 2 段", "表格第 2 行第 2 列", "页眉"]


def test_word_when_runs_split_a_number_then_it_is_found():
    document = docx.Document()
    paragraph = document.add_paragraph("电话 138")
    paragraph.add_run("0013").bold = True
    paragraph.add_run("8000")
    output = BytesIO()
    document.save(output)
    assert places(output.getvalue(), "a.docx") == ["第 1 段"]


@pytest.mark.parametrize(
    ("addition", "place"),
    [
        (
            f'<w:p xmlns:w="{WORD}"><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p>'
            "</w:txbxContent></w:pict></w:r></w:p>",
            "第 2 段",
        ),
        (f'<w:p xmlns:w="{WORD}"><w:del><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del></w:p>', "第 1 段"),
        (
            f'<w:p xmlns:w="{WORD}"><w:r><w:instrText>HYPERLINK "tel:{MOBILE}"</w:instrText></w:r></w:p>',
            "第 1 段",
        ),
        (
            f'<w:p xmlns:w="{WORD}"><w:r><w:t>138</w:t><w:noBreakHyphen/><w:t>0013</w:t><w:noBreakHyphen/>'
            "<w:t>8000</w:t></w:r></w:p>",
            "第 1 段",
        ),
        (
            f'<w:tbl xmlns:w="{WORD}"><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc><w:p><w:r>'
            f"<w:t>{MOBILE}</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
            "表格第 1 行第 1 列",
        ),
        (
            f'<w:p xmlns:w="{WORD}"><w:r><wp:docPr xmlns:wp="u" id="1" descr="{MOBILE}"/></w:r></w:p>',
            "图形说明",
        ),
    ],
    ids=[
        "text box",
        "deleted text",
        "link",
        "hyphens that do not break",
        "content controls",
        "alternative text",
    ],
)
def test_word_when_a_number_hides_in_the_body_then_it_is_found(addition, place):
    assert places(word_with(addition), "a.docx") == [place]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        (
            "word/comments.xml",
            f'<w:comments xmlns:w="{WORD}"><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:comments>',
            "批注",
        ),
        (
            "word/footnotes.xml",
            f'<w:footnotes xmlns:w="{WORD}"><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:footnotes>',
            "脚注",
        ),
        ("word/charts/chart1.xml", '<c xmlns:a="u"><a:p><a:t>%s</a:t></a:p></c>', "图形或链接"),
        ("docProps/custom.xml", "<Properties><property>%s</property></Properties>", "文件属性"),
        (
            "word/_rels/footer9.xml.rels",
            '<Relationships><Relationship TargetMode="External" Target="tel:%s"/></Relationships>',
            "图形或链接",
        ),
    ],
)
def test_word_when_a_number_hides_in_another_part_then_it_is_found(name, content, place):
    packed = files.repacked(files.word("正文"), add={name: (content % MOBILE).encode()})
    assert places(packed, "a.docx") == [place]


def test_word_when_cells_stand_in_a_table_then_their_heading_explains_them():
    content = files.word(rows=[["姓名", "身份证号码"], ["王", "370299900101123"]])
    assert places(content, "a.docx") == ["表格第 2 行第 2 列"]


def test_word_when_it_is_pictures_only_then_it_cannot_be_checked():
    document = docx.Document()
    document.add_picture(BytesIO(files.picture("PNG")))
    output = BytesIO()
    document.save(output)
    with pytest.raises(Unreadable, match="只有图片"):
        file_passages(BytesIO(output.getvalue()), "a.docx")


# Excel ----------------------------------------------------------------------------------------------------------


def test_excel_when_numbers_are_text_or_figures_on_any_sheet_then_cells_are_named():
    content = files.excel(
        [["姓名", "电话"], ["王", MOBILE]], hidden=[["李", int(MOBILE)], ["张", float(MOBILE)]]
    )
    assert places(content, "a.xlsx") == ["工作表“名单”B2", "工作表“备份”B1", "工作表“备份”B2"]


def test_excel_when_columns_have_headings_then_they_explain_what_excel_has_rounded():
    """Excel keeps 15 digits of a figure: an ID number typed as a figure ends in zeros, and is one all the same."""
    content = files.excel([["姓名", "身份证号"], ["王", 370299199001011230]])
    assert places(content, "a.xlsx") == ["工作表“名单”B2"]


def test_excel_when_a_number_hides_in_comment_header_formula_or_cache_then_it_is_found():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"] = '=HYPERLINK("tel:13800138000")'
    sheet["B2"].comment = Comment(f"电话 {MOBILE}", "王")
    sheet.oddHeader.center.text = MOBILE
    output = BytesIO()
    workbook.save(output)
    cache = f'<pivotCacheRecords><r><s v="{MOBILE}"/></r></pivotCacheRecords>'.encode()
    packed = files.repacked(output.getvalue(), add={"xl/pivotCache/pivotCacheRecords1.xml": cache})
    found = places(packed, "a.xlsx")
    assert {"公式", "页眉页脚", "数据缓存"} <= set(found)
    assert any(place.startswith("批注") for place in found)


def test_excel_when_it_claims_more_cells_than_allowed_then_it_cannot_be_checked(settings):
    settings.FILE_LIMITS = {"cells": 10}
    with pytest.raises(Unreadable, match="单元格超过 10 个"):
        file_passages(BytesIO(files.excel([["a"] * 4] * 3)), "a.xlsx")


# PDF ------------------------------------------------------------------------------------------------------------


def test_pdf_when_a_number_stands_on_a_page_then_the_page_is_named():
    assert places(files.pdf(["nothing here"], ["Tel 138 0013 8000"]), "a.pdf") == ["第 2 页"]


def test_pdf_when_a_number_hides_in_a_comment_a_form_or_the_properties_then_it_is_found():
    content = files.pdf(["text enough for a page"], extra=[f"<< /Title (list of {MOBILE}) >>"])
    note = f"/Annots [<< /Type /Annot /Subtype /Text /Contents ({MOBILE}) >> << /Subtype /Widget /V ({MOBILE}) >>]"
    content = content.replace(b"/MediaBox", f"{note} /MediaBox".encode(), 1)
    content = content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info 4 0 R")
    assert places(content, "a.pdf") == ["第 1 页批注或表单", "第 1 页批注或表单", "文件属性"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (files.pdf([], picture=True), "第 1 页没有文字层"),
        (files.pdf(["typed"], ["1"], picture=True), "第 1 页没有文字层"),
        (files.pdf(["Scanned with CamScanner 1"], picture=True), "第 1 页没有文字层"),
        (files.pdf(["text"] * 3)[:200], "已损坏"),
        (b"%PDF-1.7 nothing more", "已损坏"),
        (b"", "已损坏"),
    ],
    ids=["scan", "almost no text", "mark of a program", "cut off", "no pages", "empty"],
)
def test_pdf_when_its_text_cannot_be_had_then_it_cannot_be_checked(content, reason):
    with pytest.raises(Unreadable, match=reason):
        file_passages(BytesIO(content), "a.pdf")


def test_pdf_when_it_has_too_many_pages_then_it_cannot_be_checked(settings):
    settings.FILE_LIMITS = {"pdf_pages": 2}
    with pytest.raises(Unreadable, match="页数超过 2 页"):
        file_passages(BytesIO(files.pdf(["a"], ["b"], ["c"])), "a.pdf")


def test_pdf_when_it_needs_a_password_then_it_cannot_be_checked():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(files.pdf(["secret page of text"]))))
    writer.encrypt("open sesame", algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    with pytest.raises(Unreadable, match="密码"):
        file_passages(BytesIO(output.getvalue()), "a.pdf")


def test_pdf_when_only_changes_are_forbidden_then_it_is_read():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(files.pdf([f"Tel {MOBILE}"]))))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    assert places(output.getvalue(), "a.pdf") == ["第 1 页"]


def test_pdf_when_a_page_is_blank_then_it_is_no_scan():
    assert places(files.pdf(["text enough for a page"], []), "a.pdf") == []


# Text and others ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_when_encoded_as_offices_do_then_it_is_read(encoding):
    assert places(f"电话：{MOBILE}".encode(encoding), "a.txt") == [""]


def test_csv_when_read_then_cells_are_named_and_explained_by_their_heading():
    content = f"姓名,身份证号,电话\n王,370299900101123,{MOBILE}\n".encode()
    assert places(content, "a.csv") == ["第 2 行第 2 列", "第 2 行第 3 列"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"\xff\xfe\xff\xff"),
        ("a.ofd", b"PK"),
        ("a.docx", b"\xd0\xcf\x11\xe0 an encrypted one"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", files.excel([["a"]])),
        ("a.xlsx", files.word("a")),
        ("a.xlsx", b"plain text"),
    ],
)
def test_file_when_it_is_not_what_its_name_says_then_it_cannot_be_checked(name, content):
    with pytest.raises(Unreadable):
        file_passages(BytesIO(content), name)
