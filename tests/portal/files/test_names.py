"""Names of uploads are harmless wherever they turn up (U6)."""

import re

import pytest

from portal.files.names import STEM_LENGTH, extension_of, random_folder, safe_name

HARMLESS = re.compile(r"[\w-]+(?:\.[a-z0-9]+)?")


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("关于公示的通知.pdf", "关于公示的通知.pdf"),
        ("2026 年 名单.xlsx", "2026-年-名单.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/absolute/path.txt", "path.txt"),
        ("C:\\Users\\me\\list.docx", "list.docx"),
        ("nul\0byte.pdf", "nul-byte.pdf"),
        ("line\r\nbreak.pdf", "line-break.pdf"),
        ("CON.pdf", "file.pdf"),
        ("lpt1.docx", "file.docx"),
        ("evil\u202efdp.exe.pdf", "evil-fdp-exe.pdf"),
        ("report.php.pdf", "report-php.pdf"),
        ("REPORT.PDF", "REPORT.pdf"),
        ("😀😀.pdf", "file.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("a;b|c&d$(e).txt", "a-b-c-d-e.txt"),
        ("<script>.csv", "script.csv"),
        ('quote".pdf', "quote.pdf"),
        ("trailing .pdf ", "trailing.pdf"),
        ("%2e%2e%2fetc.txt", "2e-2e-2fetc.txt"),
        ("-rf.txt", "rf.txt"),
        ("~root.txt", "root.txt"),
    ],
)
def test_name_when_stored_then_it_is_harmless(given, stored):
    assert safe_name(given) == stored
    assert HARMLESS.fullmatch(stored)


def test_name_when_very_long_then_it_is_cut_before_the_extension():
    stored = safe_name("长" * 300 + ".pdf")
    assert stored == "长" * STEM_LENGTH + ".pdf"


def test_extension_when_asked_then_only_the_last_counts():
    assert [extension_of(name) for name in ("a.tar.GZ", "a", "a.b/c", "x\\y.PDF")] == ["gz", "", "", "pdf"]


def test_folder_when_drawn_then_no_two_are_alike():
    folders = {random_folder() for _ in range(100)}
    assert len(folders) == 100
    assert all(re.fullmatch("[0-9a-f]{12}", folder) for folder in folders)
