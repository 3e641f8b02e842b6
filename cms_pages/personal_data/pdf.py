"""The text of a PDF: pages, form fields, comments, document properties."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from cms_pages.personal_data.passages import Passage, Unreadable
from portal.files.pdf import Unopenable, open_pdf

# A page with less text than this and a picture on it is taken for a scan, the marks of scanning programs left aside.
TEXT_OF_A_SCAN = 10
MARKS_OF_A_SCAN = re.compile(
    r"(?:scann?ed\s+(?:with|by|using)\s+)?(?:cam\s*scanner|adobe\s+scan|microsoft\s+lens)"
    r"|(?:由\s*)?(?:扫描全能王|夸克扫描王|布丁扫描|白描)[^\n]{0,20}",
    re.IGNORECASE,
)
STROKES_OF_A_SCAN = 4_000
# Above this share of characters that mean nothing, fonts came without their table of characters.
GARBLED_SHARE = 0.3


def pdf_passages(file: BinaryIO) -> list[Passage]:
    """One passage for each page, field and property. Raises `Unreadable`, also for a scan without a text layer."""
    try:
        reader = open_pdf(file)
        return [*_pages(reader), *_properties(reader)]
    except Unreadable:
        raise
    except Unopenable as error:
        raise Unreadable(str(error)) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Unreadable(_("文件已损坏")) from error


def _pages(reader: PdfReader) -> Iterator[Passage]:
    for number, page in enumerate(reader.pages, start=1):
        where = _("第 %(number)s 页") % {"number": number}
        text = page.extract_text() or ""
        written = MARKS_OF_A_SCAN.sub("", text).strip()
        if len(written) < TEXT_OF_A_SCAN and (_has_picture(page) or _is_drawn(page)):
            raise Unreadable(_("第 %(number)s 页没有文字层") % {"number": number})
        if _is_garbled(text):
            raise Unreadable(_("第 %(number)s 页的文字无法识别") % {"number": number})
        yield Passage(text, where)
        for note in _annotations(page):
            yield Passage(note, where + _("批注或表单"))


def _has_picture(page: Any) -> bool:
    resources = _resolved(page.get("/Resources")) or {}
    return _holds_picture(resources, depth=0)


def _is_drawn(page: Any) -> bool:
    """Whether a page is full of strokes: letters as outlines, or a picture inside the drawing itself."""
    drawing = page.get_contents()
    return drawing is not None and len(drawing.get_data()) > STROKES_OF_A_SCAN


def _holds_picture(resources: Any, depth: int) -> bool:
    """Whether a picture is among the resources; drawings may nest, scanners nest a few levels at most."""
    drawings = _resolved(resources.get("/XObject")) or {}
    for name in drawings:
        drawing = _resolved(drawings[name])
        if not isinstance(drawing, DictionaryObject):
            continue
        if drawing.get("/Subtype") == "/Image":
            return True
        inner = _resolved(drawing.get("/Resources"))
        if inner and depth < 5 and _holds_picture(inner, depth + 1):
            return True
    return False


def _is_garbled(text: str) -> bool:
    signs = [char for char in text if not char.isspace()]
    strange = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in signs)
    return len(signs) >= TEXT_OF_A_SCAN and strange > GARBLED_SHARE * len(signs)


def _annotations(page: Any) -> Iterator[str]:
    for reference in _resolved(page.get("/Annots")) or []:
        note = _resolved(reference)
        if not isinstance(note, DictionaryObject):
            continue
        action = _resolved(note.get("/A")) or {}
        parent = _resolved(note.get("/Parent")) or {}
        for value in (
            note.get("/Contents"),
            note.get("/V"),
            parent.get("/V"),
            note.get("/T"),
            action.get("/URI"),
        ):
            text = _resolved(value)
            if isinstance(text, str):
                yield str(text)


def _properties(reader: PdfReader) -> Iterator[Passage]:
    for name, value in (reader.metadata or {}).items():
        if isinstance(_resolved(value), str) and not str(name).endswith("Date"):
            yield Passage(str(_resolved(value)), _("文件属性"))


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
