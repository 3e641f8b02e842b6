"""From the bytes of a file to numbered lines: plain text in the encodings that offices use, and docx."""

import codecs
import re

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.docx_reading import read_docx
from cms_pages.policy_import.findings import PolicyImportError, refusal
from cms_pages.policy_import.tree import Line, Reading

LONGEST_TEXT = 300_000
LONGEST_LINE = 20_000

_ZIP, _OLE, _PDF, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf"
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|head|body|div|p)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
REPLACEMENT = "\ufffd"


def read(data: bytes, *, max_bytes: int) -> Reading:
    """The lines of a text or docx file, told apart by content, never by name; empty lines keep their numbers.

    Raises PolicyImportError for what is neither, for content that would be lost, and for what is too large: the
    file above ``max_bytes``, a docx that unpacks to ten times that, a text above LONGEST_TEXT characters.
    """
    if not data.strip():
        raise refusal(_("文件是空的。"))
    if len(data) > max_bytes:
        raise refusal(_("文件超过 %(limit)d KB，请确认是不是法规文件。") % {"limit": max_bytes // 1024})
    if data.startswith(_ZIP):
        reading = read_docx(data, max_unpacked=10 * max_bytes)
    else:
        _refuse_other_formats(data)
        reading = Reading(split_lines(_decode(data)))
    _refuse_excess(reading.lines)
    return reading


def split_lines(text: str) -> list[Line]:
    """The lines of a text that is already decoded, numbered from 1."""
    return [Line(number, line) for number, line in enumerate(_LINE_ENDS.split(text), 1)]


def _refuse_other_formats(data: bytes) -> None:
    if data.startswith((_OLE, _RTF)):
        raise refusal(_("旧版 Word、WPS 或 RTF 文件读不了，请另存为 docx 或纯文本。"))
    if data.startswith(_PDF):
        raise refusal(_("PDF 读不了，请用原始的 docx，或把文字另存为纯文本。"))


def _decode(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, GB 18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_garbage(text)
        return text
    raise _not_text()


def _refuse_garbage(text: str) -> None:
    if _CONTROLS.search(text):
        raise _not_text()
    if _MARKUP.match(text):
        raise refusal(_("这是网页源代码，请把网页上的文字复制成纯文本。"), 1)
    for line in split_lines(text):
        if REPLACEMENT in line.text:
            raise refusal(_("有乱码字符，文字在别处转换时已经丢失。"), line.number)


def _refuse_excess(lines: list[Line]) -> None:
    """Refuse what no regulation is, before time is spent on it."""
    if sum(len(line.text) for line in lines) > LONGEST_TEXT:
        raise refusal(_("文字超过 %(limit)d 万字，请分成几个文件。") % {"limit": LONGEST_TEXT // 10_000})
    for line in lines:
        if len(line.text) > LONGEST_LINE:
            raise refusal(_("这一行超过 %(limit)d 字，请先分段。") % {"limit": LONGEST_LINE}, line.number)


def _not_text() -> PolicyImportError:
    return refusal(_("不是纯文本（UTF-8、GB 18030）也不是 docx 文件。"))
