import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_pages.policy_import.findings import PolicyImportError
from cms_pages.policy_import.reading import LONGEST_LINE, LONGEST_TEXT, read
from tests.cms_pages.policy_import.conftest import MAX_BYTES, as_docx, attempt


def refused(data: bytes, max_bytes: int = MAX_BYTES) -> str:
    with pytest.raises(PolicyImportError) as error:
        read(data, max_bytes=max_bytes)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_when_in_an_office_encoding_then_same_lines(encoding: str) -> None:
    lines = read("第一条\r\n\r\n甲\n".encode(encoding), max_bytes=MAX_BYTES).lines
    assert [(line.number, line.text) for line in lines] == [(1, "第一条"), (2, ""), (3, "甲"), (4, "")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空的"),
        (b" \n\n", "空的"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 Word"),
        (b"{\\rtf1 x}", "旧版 Word"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是纯文本"),
        (b"\xff\xff\xff\xff", "不是纯文本"),
        ("甲\x00乙".encode(), "不是纯文本"),
        ("<!DOCTYPE html><p>甲".encode(), "网页源代码"),
        (b"PK\x03\x04 not a package", "已损坏"),
    ],
)
def test_file_when_not_readable_text_then_refused_with_reason(data: bytes, reason: str) -> None:
    assert reason in refused(data)


def test_text_when_characters_were_lost_before_then_refused_with_line() -> None:
    assert refused("甲\n乙\ufffd丙".encode()).startswith("第 2 行")


def test_file_when_larger_than_allowed_then_refused() -> None:
    assert "超过 1 KB" in refused("甲".encode() * 400, max_bytes=1024)
    assert "展开后过大" in refused(as_docx("甲"), max_bytes=len(as_docx("甲")))


def test_text_when_longer_than_any_regulation_then_refused() -> None:
    assert "30 万字" in refused(("甲" * 99 + "\n").encode() * (LONGEST_TEXT // 99 + 1))
    assert refused(("甲\n" + "乙" * (LONGEST_LINE + 1)).encode()).startswith("第 2 行")


@given(st.binary(max_size=200))
def test_read_when_bytes_are_anything_then_lines_or_a_refusal(data: bytes) -> None:
    outcome = attempt(lambda: read(data, max_bytes=MAX_BYTES))
    assert outcome.findings if isinstance(outcome, PolicyImportError) else outcome.lines
