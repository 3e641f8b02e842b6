"""The text of a file in the library, whatever its kind."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import BinaryIO

from django.utils.translation import gettext as _

from cms_pages.personal_data.docx import docx_passages
from cms_pages.personal_data.passages import IN_TABLE, Passage, Unreadable
from cms_pages.personal_data.pdf import pdf_passages
from cms_pages.personal_data.xlsx import xlsx_passages
from portal.files.documents import decoded
from portal.files.limits import file_limits
from portal.files.names import extension_of


def file_passages(file: BinaryIO, name: str) -> list[Passage]:
    """Every piece of text in the file, by its extension. Raises `Unreadable` when any part stays unseen."""
    read = _READERS.get(extension_of(name))
    if read is None:
        raise Unreadable(_("不认识的格式"))
    return read(file)


def _text(file: BinaryIO) -> str:
    file.seek(0)
    try:
        return decoded(file.read())
    except UnicodeDecodeError as error:
        raise Unreadable(_("文字编码无法识别")) from error


def _txt_passages(file: BinaryIO) -> list[Passage]:
    return [Passage(_text(file), "")]


def _csv_passages(file: BinaryIO) -> list[Passage]:
    try:
        return list(_csv_cells(_text(file)))
    except csv.Error as error:
        raise Unreadable(_("表格无法识别")) from error


def _csv_cells(text: str) -> Iterator[Passage]:
    heads: list[str] = []
    left = file_limits().cells
    for number, row in enumerate(csv.reader(StringIO(text)), start=1):
        left -= len(row)
        if left < 0:
            raise Unreadable(_("单元格超过 %(limit)s 个") % {"limit": file_limits().cells})
        heads = heads or row
        for column, cell in enumerate(row):
            where = _("第 %(row)s 行第 %(column)s 列") % {"row": number, "column": column + 1}
            head = heads[column] if number > 1 and column < len(heads) else ""
            yield Passage(cell, where, head + IN_TABLE)


_READERS: dict[str, Callable[[BinaryIO], list[Passage]]] = {
    "pdf": pdf_passages,
    "docx": docx_passages,
    "xlsx": xlsx_passages,
    "txt": _txt_passages,
    "csv": _csv_passages,
}
