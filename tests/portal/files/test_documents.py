"""A document is what its name says and does nothing but be read (U1 to U5, U9)."""

import re
import time
import zipfile
from io import BytesIO

import docx
import openpyxl
import pytest
from django.core.exceptions import ValidationError

from portal.files.documents import cleaned_document
from tests.factories import files
from tests.portal.files.test_archives import bomb

WORD, EXCEL = files.word("正文一段", author="王作者"), files.excel([["姓名"], ["王"]])
TYPES = "[Content_Types].xml"
JAVASCRIPT = "<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>"


def replacing(old: bytes, new: bytes):
    return lambda content: content.replace(old, new)


def link(kind: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        f'TargetMode="External" Target="http://host.example/x" Type="http://schemas.example/{kind}"/></Relationships>'
    ).encode()


MACRO_WORD = files.repacked(
    WORD,
    change={TYPES: replacing(b"wordprocessingml.document.main+xml", b"document.macroEnabled.main+xml")},
    add={"word/vbaProject.bin": b"macros"},
)
MACRO_EXCEL = files.repacked(
    EXCEL,
    change={TYPES: replacing(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")},
    add={"xl/vbaProject.bin": b"macros"},
)
JAR = BytesIO()
with zipfile.ZipFile(JAR, "w") as archive:
    archive.writestr("META-INF/MANIFEST.MF", "Main-Class: Evil")
    archive.writestr("Evil.class", b"\xca\xfe\xba\xbe")

BAD = {
    # other kinds, by name
    "docm": ("a.docm", MACRO_WORD),
    "xlsm": ("a.xlsm", MACRO_EXCEL),
    "doc": ("a.doc", b"\xd0\xcf\x11\xe0"),
    "zip": ("a.zip", JAR.getvalue()),
    "html": ("a.html", b"<html></html>"),
    "svg": ("a.svg", b"<svg/>"),
    "hta": ("a.hta", b"<script>"),
    "exe": ("a.exe", b"MZ"),
    "lnk": ("a.lnk", b"L\0\0\0"),
    "swf": ("a.swf", b"FWS"),
    "xml": ("a.xml", b"<a/>"),
    "no extension": ("a", files.pdf(["text"])),
    "double extension": ("a.pdf.exe", files.pdf(["text"])),
    # other kinds, renamed
    "docm renamed": ("a.docx", MACRO_WORD),
    "xlsm renamed": ("a.xlsx", MACRO_EXCEL),
    "jar renamed to docx": ("a.docx", JAR.getvalue()),
    "jar renamed to xlsx": ("a.xlsx", JAR.getvalue()),
    "xlsx renamed to docx": ("a.docx", EXCEL),
    "docx renamed to xlsx": ("a.xlsx", WORD),
    "docx renamed to pdf": ("a.pdf", WORD),
    "pdf renamed to docx": ("a.docx", files.pdf(["text"])),
    "html renamed to pdf": ("a.pdf", b"<html><script>alert(1)</script></html>"),
    "exe renamed to pdf": ("a.pdf", b"MZ\x90\0"),
    "html renamed to txt": ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
    "svg renamed to csv": ("a.csv", b"<svg onload=alert(1)>"),
    "exe renamed to txt": ("a.txt", b"MZ\x90\0\x03"),
    "picture renamed to csv": ("a.csv", files.picture("PNG")),
    "old word file renamed": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    # two kinds at once
    "pdf with a page in its head": (
        "a.pdf",
        files.pdf(["text"]).replace(b"%PDF-1.7", b"%PDF-1.7\n%<html><script>"),
    ),
    "pdf with a zip behind": ("a.pdf", files.pdf(["text"]) + JAR.getvalue()),
    "pdf with a page behind": ("a.pdf", files.pdf(["text"]) + b"<script>" * 20),
    "pdf behind a page": ("a.pdf", b"<html>" + files.pdf(["text"])),
    "docx with a jar behind": ("a.docx", WORD + JAR.getvalue()),
    "docx behind a program": ("a.docx", b"MZ" + WORD),
    # inside office files
    "macro project": ("a.docx", files.repacked(WORD, add={"word/vbaProject.bin": b"x"})),
    "embedded workbook": ("a.docx", files.repacked(WORD, add={"word/embeddings/book.xlsx": EXCEL})),
    "embedded object": ("a.xlsx", files.repacked(EXCEL, add={"xl/embeddings/oleObject1.bin": b"x"})),
    "control": ("a.docx", files.repacked(WORD, add={"word/activeX/activeX1.xml": b"<a/>"})),
    "archive named as a picture": ("a.docx", files.repacked(WORD, add={"word/media/a.png": WORD})),
    "program among the parts": ("a.docx", files.repacked(WORD, add={"word/a.exe": b"MZ"})),
    "class among the parts": ("a.xlsx", files.repacked(EXCEL, add={"Evil.class": b"x"})),
    "remote template": (
        "a.docx",
        files.repacked(WORD, add={"word/_rels/x.xml.rels": link("attachedTemplate")}),
    ),
    "remote object": ("a.docx", files.repacked(WORD, add={"word/_rels/x.xml.rels": link("oleObject")})),
    "remote picture": ("a.docx", files.repacked(WORD, add={"word/_rels/x.xml.rels": link("image")})),
    "linked workbook": (
        "a.xlsx",
        files.repacked(EXCEL, add={"xl/_rels/x.xml.rels": link("externalLinkPath")}),
    ),
    "entities": (
        "a.docx",
        files.repacked(WORD, add={"word/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    ),
    "main part missing": (
        "a.docx",
        files.repacked(WORD, change={TYPES: replacing(b"/word/document.xml", b"/x.xml")}),
    ),
    "types missing": ("a.docx", JAR.getvalue()),
    "bomb": ("a.docx", bomb(50)),
    "larger bomb": ("a.xlsx", bomb(150)),
    "too many parts": ("a.docx", files.repacked(WORD, add={f"word/{n}.xml": b"" for n in range(1000)})),
    # inside PDFs
    "script": ("a.pdf", files.pdf(["text"], extra=[JAVASCRIPT])),
    "script on opening": ("a.pdf", files.pdf(["text"], catalog=f"/OpenAction {JAVASCRIPT}")),
    "script by another spelling": ("a.pdf", files.pdf(["text"], extra=["<< /S /Java#53cript /J#53 (1) >>"])),
    "program start": ("a.pdf", files.pdf(["text"], extra=["<< /S /Launch /F (cmd.exe) >>"])),
    "form that sends": (
        "a.pdf",
        files.pdf(["text"], extra=["<< /S /SubmitForm /F (http://host.example) >>"]),
    ),
    "embedded file": ("a.pdf", files.pdf(["text"], catalog="/Names << /EmbeddedFiles << /Names [] >> >>")),
    "attached file": (
        "a.pdf",
        files.pdf(["text"], extra=["<< /Subtype /FileAttachment /FS << /EF << >> >> >>"]),
    ),
    "film": ("a.pdf", files.pdf(["text"], extra=["<< /Subtype /RichMedia >>"])),
    "dynamic form": ("a.pdf", files.pdf(["text"], catalog="/AcroForm << /XFA [] >>")),
    "broken table": ("a.pdf", b"%PDF-1.7\nxref\n0 0\ntrailer\n<< >>\nstartxref\n9\n%%EOF"),
    "cut off": ("a.pdf", files.pdf(["text"])[:-40]),
    "too many pages": ("a.pdf", files.pdf(*[[] for _ in range(501)])),
    "nothing": ("a.pdf", b""),
    "unknown encoding": ("a.txt", b"\x81\xff\xff"),
}


@pytest.mark.parametrize("case", list(BAD))
def test_document_when_it_is_bad_then_it_is_refused_within_a_second_with_a_sentence(case):
    name, content = BAD[case]
    began = time.thread_time()
    with pytest.raises(ValidationError) as refusal:
        cleaned_document(files.upload(name, content), name)
    assert time.thread_time() - began < 1
    assert re.fullmatch(r".+。", refusal.value.message)


def test_bad_documents_when_counted_then_the_corpus_has_sixty():
    assert len(BAD) >= 60


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("公告.pdf", files.pdf(["text"], catalog="/OpenAction [3 0 R /Fit]")),
        ("说明.txt", "海澜市公告\n".encode()),
        ("说明.txt", "海澜市公告\n".encode("gb18030")),
        ("名单.csv", "姓名,区\n王,海东区\n".encode("utf-8-sig")),
    ],
)
def test_document_when_plain_then_it_is_kept_byte_for_byte(name, content):
    assert cleaned_document(files.upload(name, content), name).read() == content


def test_word_when_cleaned_then_its_people_are_gone_and_its_text_stays():
    comment = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:comment w:id="1" w:author="李批注" w:initials="李"><w:p/></w:comment></w:comments>'
    )
    content = files.repacked(
        files.word("正文一段", author="王作者"),
        add={
            "word/comments.xml": comment.encode(),
            "word/people.xml": '<p xmlns:w15="u"><w15:person w15:author="李批注"/></p>'.encode(),
        },
        change={
            "docProps/app.xml": replacing(b"</Properties>", "<Company>某公司</Company></Properties>".encode())
        },
    )
    cleaned = cleaned_document(files.upload("a.docx", content), "a.docx").read()
    document = docx.Document(BytesIO(cleaned))
    assert document.core_properties.author == ""
    assert document.paragraphs[0].text == "正文一段"
    with zipfile.ZipFile(BytesIO(cleaned)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    assert not any(name in everything for name in ("王作者", "李批注", "某公司"))


def test_excel_when_cleaned_then_it_still_opens():
    workbook = openpyxl.load_workbook(
        BytesIO(cleaned_document(files.upload("a.xlsx", EXCEL), "a.xlsx").read())
    )
    assert workbook.properties.creator in (None, "")
    assert workbook.active["A2"].value == "王"


def test_office_file_when_it_has_printer_settings_and_clicked_links_then_it_is_fine():
    content = files.repacked(
        EXCEL,
        add={
            "xl/printerSettings/printerSettings1.bin": b"\0\1",
            "xl/worksheets/_rels/sheet1.xml.rels": link("hyperlink"),
        },
    )
    assert cleaned_document(files.upload("a.xlsx", content), "a.xlsx").size


def test_document_when_already_cleaned_then_it_is_not_rewritten():
    once = cleaned_document(files.upload("a.docx", WORD), "a.docx")
    assert cleaned_document(once, "a.docx") is once
