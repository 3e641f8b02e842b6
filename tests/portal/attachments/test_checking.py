"""An upload is what its name, its declared type and its content say alike (U1 to U6, U9)."""

import re
import time
import tracemalloc
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from portal.attachments.base import AttachmentSlot
from portal.attachments.checking import LONGEST_NAME, CheckedFile, checked
from tests.factories import files
from tests.portal.attachments.conftest import LICENCE, PROOF, example
from tests.portal.files import test_documents as documents
from tests.portal.files import test_images as images
from tests.portal.files.test_archives import bomb, encrypted, packed

HTML = b"<html><script>alert(1)</script></html>"
JPEG = files.picture("JPEG")
JAR = documents.JAR.getvalue()

# What only the library refuses: plain text is no kind of ours, and an active PDF is kept as a download (U5).
OTHERWISE = {"script", "script on opening", "script by another spelling", "program start", "form that sends"}
OTHERWISE |= {"embedded file", "attached file", "film", "dynamic form", "too many pages"}
BAD: dict[str, tuple[str, bytes]] = {
    **{name: case for name, case in documents.BAD.items() if name not in OTHERWISE},
    **{f"picture: {name}": case[:2] for name, case in images.BAD.items()},
    "txt": ("a.txt", "海澜市公告".encode()),
    "csv": ("a.csv", b"a,b"),
    "webp": ("a.webp", files.picture("WEBP")),
    "zip renamed to jpg": ("a.jpg", JAR),
    "zip renamed to png": ("a.png", JAR),
    "jpg renamed to pdf": ("a.pdf", JPEG),
    "jpg renamed to docx": ("a.docx", JPEG),
    "pdf renamed to jpg": ("a.jpg", files.pdf(["text"])),
    "script renamed to pdf": ("a.pdf", b"alert(1)"),
    "php renamed to jpg": ("a.jpg", b"<?php system($_GET[0]);"),
    "gif with script renamed to jpg": ("a.jpg", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"),
    "mht": ("a.mht", b"MIME-Version: 1.0"),
    "rtf renamed to docx": ("a.docx", b"{\\rtf1\\object}"),
    "shell script": ("a.sh", b"#!/bin/sh"),
    "nested zip": ("a.docx", files.repacked(documents.WORD, add={"word/media/a.png": packed(a=b"1")})),
    "encrypted zip": ("a.docx", encrypted()),
    "nothing in it": ("a.pdf", b""),
}


def check(
    name: str, content: bytes, slot: AttachmentSlot = PROOF, declared: str | None = None
) -> CheckedFile:
    return checked(files.upload(name, content, declared), slot)


def sentence(name: str, content: bytes, **options: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        check(name, content, **options)
    return str(refusal.value.messages[0])


# U1, U3 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", list(BAD))
def test_u1_u3_bad_file_when_uploaded_then_it_is_refused_within_a_second_with_a_sentence(case) -> None:
    name, content = BAD[case]
    began = time.thread_time()
    assert re.fullmatch(r".+。", sentence(name, content))
    assert time.thread_time() - began < 1


def test_u1_corpus_has_more_than_sixty() -> None:
    assert len(BAD) >= 60


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.JPEG", "a.png", "a.docx", "a.xlsx"])
def test_u1_good_file_when_uploaded_then_it_is_kept(name) -> None:
    assert check(name, example(name)).size


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("a.pdf", "text/html"),
        ("a.pdf", "image/png"),
        ("a.jpg", "image/png"),
        ("a.png", "image/svg+xml"),
        ("a.docx", "application/vnd.ms-word.document.macroEnabled.12"),
        ("a.xlsx", "text/csv"),
    ],
)
def test_u1_declared_type_when_it_contradicts_the_name_then_the_file_is_refused(name, declared) -> None:
    assert sentence(name, example(name), declared=declared) == "文件类型与扩展名不符。"


@pytest.mark.parametrize(
    "declared", ["", "application/octet-stream", "Application/PDF", "application/pdf; x=1"]
)
def test_u1_declared_type_when_the_browser_knows_no_better_then_the_content_decides(declared) -> None:
    assert check("a.pdf", example("a.pdf"), declared=declared).kind.name == "pdf"


def test_u1_slot_when_it_takes_fewer_kinds_then_it_names_them() -> None:
    assert sentence("a.docx", example("a.docx"), slot=LICENCE) == "这一项只收 PDF、JPG、PNG 格式的文件。"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("docm renamed", "文件含有宏，请另存为不含宏的文件后再上传。"),
        ("encrypted zip", "文件设有密码，无法检查。"),
        (
            "old word file renamed",
            "文件设有密码，或是旧版格式。请另存为没有密码的 docx 或 xlsx 后再上传。",
        ),
    ],
)
def test_u3_refusal_says_what_to_do(case, said) -> None:
    assert sentence(*BAD[case]) == said


# U2 ---------------------------------------------------------------------------------------------------------------

NOTES = PngImagePlugin.PngInfo()
NOTES.add_text("Comment", "<script>alert(1)</script>")
POLYGLOTS = {
    "png and zip": ("a.png", files.picture("PNG") + JAR),
    "png and page": ("a.png", files.picture("PNG", pnginfo=NOTES) + HTML),
    "jpeg and php": ("a.jpg", JPEG + b"<?php system($_GET[0]);"),
    "jpeg and jar": ("a.jpg", JPEG + JAR),
    "jpeg with a page as its comment": ("a.jpg", files.picture("JPEG", comment=HTML)),
}


@pytest.mark.parametrize("case", list(POLYGLOTS))
def test_u2_picture_when_it_is_something_else_as_well_then_only_the_picture_is_kept(case) -> None:
    kept = check(*POLYGLOTS[case]).content
    assert not any(mark in kept for mark in (b"PK\x03\x04", b"<script", b"<?php", b"<html"))
    assert not zipfile.is_zipfile(BytesIO(kept))
    assert Image.open(BytesIO(kept)).size == (40, 30)


# U4 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", images.bomb(12_000, 12_000), "图片太大"),
        ("a.png", images.bomb(60_000, 60_000), "图片太大"),
        ("a.docx", bomb(99), "压缩比异常"),
        ("a.docx", bomb(315), "解压后太大"),
        ("a.docx", packed(**{f"f{number}": b"" for number in range(1001)}), "条目太多"),
    ],
    ids=["144 Mpx", "3,600 Mpx", "ratio", "315 MB", "1,001 entries"],
)
def test_u4_bomb_when_uploaded_then_it_is_refused_at_once_without_being_unpacked(name, content, said) -> None:
    tracemalloc.start()
    began = time.thread_time()
    assert said in sentence(name, content)
    assert time.thread_time() - began < 1
    assert tracemalloc.get_traced_memory()[1] < 200 * 1024 * 1024
    tracemalloc.stop()


# U5 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        *(documents.BAD[case][1] for case in sorted(OTHERWISE)),
        files.pdf(*[[] for _ in range(5000)]),
        files.pdf(["text"]).replace(b"startxref\n", b"startxref\n9"),
    ],
    ids=[*sorted(OTHERWISE), "5,000 pages", "broken xref"],
)
def test_u5_active_pdf_when_uploaded_then_it_is_kept_as_it_came_and_no_browser_shows_it(content) -> None:
    kept = check("a.pdf", content)
    assert kept.content == content
    assert not kept.viewable


@pytest.mark.parametrize(
    ("name", "viewable"),
    [("a.pdf", True), ("a.jpg", True), ("a.png", True), ("a.docx", False), ("a.xlsx", False)],
)
def test_u5_browser_shows_pictures_and_harmless_pdfs_only(name, viewable) -> None:
    assert check(name, example(name)).viewable is viewable


# U6 ---------------------------------------------------------------------------------------------------------------

NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\boot.pdf": "boot.pdf",
    "/etc/cron.d/x.pdf": "x.pdf",
    "C:\\Users\\me\\list.pdf": "list.pdf",
    "nul\0byte.pdf": "nul-byte.pdf",
    "line\r\nSet-Cookie: a=1.pdf": "line-Set-Cookie-a-1.pdf",
    "tab\tand\x1b[31mcolour.pdf": "tab-and-31mcolour.pdf",
    "CON.pdf": "file.pdf",
    "con.tar.pdf": "con-tar.pdf",
    "LPT1.pdf": "file.pdf",
    "nul.pdf": "file.pdf",
    "evil\u202efdp.exe.pdf": "evil-fdp-exe.pdf",
    "zero\u200bwidth.pdf": "zero-width.pdf",
    "bom\ufeff.pdf": "bom.pdf",
    "report.php.pdf": "report-php.pdf",
    "a.pdf.exe.pdf": "a-pdf-exe.pdf",
    "REPORT.PDF": "REPORT.pdf",
    "😀😀.pdf": "file.pdf",
    ".pdf.pdf": "pdf.pdf",
    'quote".pdf': "quote.pdf",
    "semi;colon.pdf": "semi-colon.pdf",
    "percent%20.pdf": "percent-20.pdf",
    "%2e%2e%2fetc.pdf": "2e-2e-2fetc.pdf",
    "<img src=x onerror=alert(1)>.pdf": "img-src-x-onerror-alert-1.pdf",
    "$(reboot).pdf": "reboot.pdf",
    "`id`.pdf": "id.pdf",
    "a|b&c.pdf": "a-b-c.pdf",
    "-rf.pdf": "rf.pdf",
    "~root.pdf": "root.pdf",
    "file:stream.pdf": "file-stream.pdf",
    "trailing . .pdf": "trailing.pdf",
    "  spaces  .pdf": "spaces.pdf",
    "=cmd().pdf": "cmd.pdf",
    "@SUM(A1).pdf": "SUM-A1.pdf",
    "营业执照（副本）.pdf": "营业执照-副本.pdf",
    "海澜市 2026 年名单.pdf": "海澜市-2026-年名单.pdf",
    "ｆｕｌｌ.pdf": "ｆｕｌｌ.pdf",
    "e\u0301te\u0301.pdf": "été.pdf",
    "ไทย.pdf": "ไทย.pdf",
    "x" * 300 + ".pdf": "x" * 60 + ".pdf",
    "长" * 300 + ".pdf": "长" * 60 + ".pdf",
}


@pytest.mark.parametrize("given", list(NAMES), ids=range(len(NAMES)))
def test_u6_name_when_kept_then_it_is_harmless_for_a_download(given) -> None:
    kept = check(given, example("a.pdf"))
    assert kept.name == NAMES[given]
    assert not re.search(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", kept.original_name)
    assert len(kept.original_name) <= LONGEST_NAME
    assert kept.original_name.lower().endswith(".pdf")


def test_u6_corpus_has_forty() -> None:
    assert len(NAMES) >= 40


# U9 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("image_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_u9_picture_when_kept_then_its_place_time_and_maker_are_gone(image_format, name) -> None:
    kept = check(name, files.picture(image_format, exif=images.exif_with_place())).content
    picture = Image.open(BytesIO(kept))
    assert picture.size == (30, 40), "turned upright before the note about it is dropped"
    assert not picture.getexif()
    assert "王摄影".encode() not in kept


# U7 ---------------------------------------------------------------------------------------------------------------


def test_u7_file_when_larger_than_its_slot_allows_then_the_limit_is_said() -> None:
    small = AttachmentSlot("small", "小文件", max_bytes=100)
    assert sentence("a.pdf", example("a.pdf"), slot=small) == "文件超过 100\xa0字节，请压缩后再上传。"


def test_file_when_checked_for_one_slot_then_it_is_not_taken_by_another() -> None:
    once = check("a.pdf", example("a.pdf"))
    assert checked(once, PROOF) is once
    with pytest.raises(ValueError, match="another slot"):
        checked(once, LICENCE)
