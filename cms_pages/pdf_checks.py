"""What a PDF may not do once it is public: run scripts, start programs, carry other files (U2, U5)."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from cms_pages.archives import BadArchive
from cms_pages.file_limits import file_limits
from cms_pages.personal_data.passages import Unreadable
from cms_pages.personal_data.pdf import open_pdf

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


def check_pdf(raw: bytes) -> None:
    """Raise `BadArchive`, in a sentence for the uploader, for a PDF that is damaged, locked or active."""
    if not raw.startswith(HEADER) or FOREIGN_START.search(raw[:HEAD]):
        raise BadArchive(_("文件内容与扩展名不符。"))
    if len(raw) - raw.rfind(END) - len(END) > TAIL_AFTER_END:
        raise BadArchive(_("文件不完整，或末尾附有其他数据。"))
    try:
        reader = open_pdf(BytesIO(raw))
        _check_objects(reader)
    except Unreadable as error:
        raise BadArchive(_("PDF 无法检查：%(reason)s。") % {"reason": error}) from error
    except (
        PyPdfError,
        DependencyError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise BadArchive(_("文件已损坏，打不开。")) from error


def _check_objects(reader: PdfReader) -> None:
    for found in _dictionaries(reader):
        words = {str(found.get(key)) for key in ("/S", "/Type", "/Subtype")} | set(found)
        if words & RUNNING or "/JS" in words:
            raise BadArchive(_("PDF 含有脚本或自动动作，请打印成新的 PDF 后再上传。"))
        if words & CARRYING:
            raise BadArchive(_("PDF 里嵌有其他文件，请删去后再上传。"))
        if "/XFA" in words:
            raise BadArchive(_("PDF 是动态表单，请打印成新的 PDF 后再上传。"))


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, also those that no page leads to: programs differ in what they follow."""
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > file_limits().pdf_objects:
        raise BadArchive(_("PDF 内部结构过于复杂，请打印成新的 PDF 后再上传。"))
    yield from _inside(reader.trailer, 0)
    for number, generation in sorted(numbers):
        yield from _inside(reader.get_object(IndirectObject(number, generation, reader)), 0)


def _inside(value: Any, depth: int) -> Iterator[DictionaryObject]:
    if depth > DEEPEST:
        raise BadArchive(_("PDF 内部结构过于复杂，请打印成新的 PDF 后再上传。"))
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
