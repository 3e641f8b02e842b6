"""Small pdf, docx, xlsx and picture files, good ones and bad ones, made in memory."""

import mimetypes
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import docx
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def pdf(*pages: Sequence[str], catalog: str = "", extra: Iterable[str] = (), picture: bool = False) -> bytes:
    """A PDF with a page for each list of lines (Latin letters); `extra` objects are numbered from 4 on.

    `picture` puts an image on every page, as a scanner does.
    """
    extra = list(extra)
    if picture:
        extra.append(
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
            "/Length 1 >>\nstream\n0\nendstream"
        )
    drawings = f"/XObject << /Im0 {3 + len(extra)} 0 R >>" if picture else ""
    first_page = 4 + len(extra)
    kids = " ".join(f"{first_page + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *extra,
    ]
    for index, lines in enumerate(pages):
        text = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 40 800 Td {text}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first_page + 2 * index + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {drawings} >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _pdf_file(objects)


def _pdf_file(objects: list[str]) -> bytes:
    output = BytesIO(b"")
    output.write(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(output.tell())
        output.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = output.tell()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    output.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    output.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return output.getvalue()


def word(*paragraphs: str, rows: Iterable[Sequence[str]] = (), header: str = "", author: str = "") -> bytes:
    """A Word file of paragraphs, one table, and a page header."""
    document = docx.Document()
    document.core_properties.author = author
    for text in paragraphs:
        document.add_paragraph(text)
    rows = list(rows)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return _saved(document)


def excel(
    rows: Iterable[Sequence[Any]], *, title: str = "名单", hidden: Iterable[Sequence[Any]] = ()
) -> bytes:
    """A workbook with one sheet, and a hidden second one when `hidden` has rows."""
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(list(row))
    hidden = list(hidden)
    if hidden:
        sheet = workbook.create_sheet("备份")
        sheet.sheet_state = "hidden"
        for row in hidden:
            sheet.append(list(row))
    return _saved(workbook)


def _saved(document: Any) -> bytes:
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def repacked(
    archive: bytes, *, add: dict[str, bytes] | None = None, change: dict[str, Any] | None = None
) -> bytes:
    """The archive with entries added, or changed by a function of their content."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, (change or {}).get(entry.filename, lambda same: same)(content))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return output.getvalue()


def picture(image_format: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """A plain picture; `options` go to Pillow."""
    output = BytesIO()
    mode = options.pop("mode", "RGB")
    Image.new(mode, size, options.pop("color", 0)).save(output, format=image_format, **options)
    return output.getvalue()


def upload(name: str, content: bytes, declared: str | None = None) -> SimpleUploadedFile:
    """The file as a browser sends it, with the type that it takes the name for unless another is declared."""
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return SimpleUploadedFile(name, content, guessed if declared is None else declared)
