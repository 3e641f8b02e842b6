"""What a PDF must be, and what it may not do where a browser shows it: run scripts, carry other files (U2, U5)."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from portal.files.bad import BadFile
from portal.files.limits import file_limits

HEADER = b"%PDF-"
END = b"%%EOF"
TAIL_AFTER_END = 64  # line ends and filling bytes that programs leave
FOREIGN_START = re.compile(rb"<(?:html|script|!doctype|svg|\?php)", re.IGNORECASE)
HEAD = 1024

RUNNING = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"}
)
CARRYING = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment", "/GoToE", "/RichMedia"})
DEEPEST = 20
# What the library raises over a damaged file, besides its own errors.
BROKEN = (PyPdfError, DependencyError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Unopenable(Exception):
    """A PDF whose pages cannot be looked at; the message says why, in a short phrase."""


def open_pdf(file: BinaryIO) -> PdfReader:
    """A reader whose pages can be read. Raises `Unopenable` for a password or too many pages."""
    reader = _unlocked(file)
    if len(reader.pages) > file_limits().pdf_pages:
        raise Unopenable(_too_many_pages())
    return reader


def check_pdf(raw: bytes) -> None:
    """Raise `BadFile`, in a sentence for the uploader, for a PDF that is damaged, locked or active."""
    if objection := pdf_objection(raw):
        raise BadFile(objection)


def pdf_objection(raw: bytes) -> str:
    """Why a browser must not show the PDF, in a sentence; empty for a harmless one.

    Raises `BadFile` for what is no PDF, has something else before or behind it, is damaged or needs a password.
    """
    if not raw.startswith(HEADER) or FOREIGN_START.search(raw[:HEAD]):
        raise BadFile(_("文件内容与扩展名不符。"))
    if len(raw) - raw.rfind(END) - len(END) > TAIL_AFTER_END:
        raise BadFile(_("文件不完整，或末尾附有其他数据。"))
    try:
        reader = _unlocked(BytesIO(raw))
        if len(reader.pages) > file_limits().pdf_pages:
            return _("PDF 无法检查：%(reason)s。") % {"reason": _too_many_pages()}
        return next(_objections(reader), "")
    except Unopenable as error:
        raise BadFile(_("PDF 无法检查：%(reason)s。") % {"reason": error}) from error
    except BROKEN as error:
        raise BadFile(_("文件已损坏，打不开。")) from error


def is_regular_pdf(raw: bytes) -> bool:
    """Whether the table of objects is in order; where it is not, programs differ in what they make of the file."""
    try:
        return bool(PdfReader(BytesIO(raw), strict=True).pages)
    except BROKEN:
        return False


def _unlocked(file: BinaryIO) -> PdfReader:
    file.seek(0)
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not _opens_without_password(reader):
        raise Unopenable(_("设有密码"))
    return reader


def _opens_without_password(reader: PdfReader) -> bool:
    """Many offices only forbid changes: such a file opens with an empty password, when its cipher is known."""
    try:
        return bool(reader.decrypt(""))
    except (PyPdfError, NotImplementedError, ValueError):
        return False


def _too_many_pages() -> str:
    return _("页数超过 %(limit)s 页") % {"limit": file_limits().pdf_pages}


def _objections(reader: PdfReader) -> Iterator[str]:
    numbers = _object_numbers(reader)
    if len(numbers) > file_limits().pdf_objects:
        yield _too_complex()
        return
    for found in _dictionaries(reader, numbers):
        words = {str(found.get(key)) for key in ("/S", "/Type", "/Subtype")} | set(found)
        if words & RUNNING or "/JS" in words:
            yield _("PDF 含有脚本或自动动作，请打印成新的 PDF 后再上传。")
        if words & CARRYING:
            yield _("PDF 里嵌有其他文件，请删去后再上传。")
        if "/XFA" in words:
            yield _("PDF 是动态表单，请打印成新的 PDF 后再上传。")


def _too_complex() -> str:
    return _("PDF 内部结构过于复杂，请打印成新的 PDF 后再上传。")


def _object_numbers(reader: PdfReader) -> set[tuple[int, int]]:
    """Every object of the file, also those that no page leads to: programs differ in what they follow."""
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    return numbers | {(number, 0) for number in reader.xref_objStm}


def _dictionaries(reader: PdfReader, numbers: set[tuple[int, int]]) -> Iterator[DictionaryObject]:
    yield from _inside(reader.trailer, 0)
    for number, generation in sorted(numbers):
        yield from _inside(reader.get_object(IndirectObject(number, generation, reader)), 0)


def _inside(value: Any, depth: int) -> Iterator[DictionaryObject]:
    if depth > DEEPEST:
        raise BadFile(_too_complex())
    if isinstance(value, DictionaryObject):
        yield value
        children: Any = value.values()
    elif isinstance(value, ArrayObject):
        children = value
    else:
        return
    for child in children:
        if not isinstance(child, IndirectObject):
            yield from _inside(child, depth + 1)
