"""The text of an Excel workbook: every cell of every sheet, hidden ones too, comments, drawings, headers, caches."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from zipfile import ZipFile

import openpyxl
from django.utils.translation import gettext as _
from lxml import etree
from openpyxl.utils import get_column_letter

from cms_pages.personal_data.docx import is_xml, other_part
from cms_pages.personal_data.passages import IN_TABLE, Passage, Unreadable
from portal.files.archives import open_archive, read_xml, stream_xml
from portal.files.bad import BadFile
from portal.files.limits import file_limits

# Read cell by cell with their places; the same text in other parts would only be found twice.
READ_AS_CELLS = re.compile(
    r"xl/(?:sharedStrings|styles|workbook|calcChain)\.xml|xl/theme/.*|xl/worksheets/[^/]+\.xml"
)

# &C before a text means: in the middle of the printed header.
HEADER_CODE = re.compile(r'&(?:[A-Z](?![A-Z])|"[^"]*"|K[0-9A-F]{6})')
# Empty cells cost little, but a sheet may claim millions of them.
EMPTY_CELLS_TO_ONE = 20


def xlsx_passages(file: BinaryIO) -> list[Passage]:
    """One passage for each cell that holds something. Raises `Unreadable`."""
    try:
        with open_archive(file) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable(_("不是 Excel 文件"))
            found = [
                passage for name in archive.namelist() if is_xml(name) for passage in _part(archive, name)
            ]
            return [*_cells(file), *found]
    except BadFile as error:
        raise Unreadable(str(error).rstrip("。")) from error


def _cells(file: BinaryIO) -> Iterator[Passage]:
    file.seek(0)
    try:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise Unreadable(_("文件已损坏")) from error
    left = file_limits().cells
    for sheet in workbook.worksheets:
        place = _("工作表“%(title)s”") % {"title": sheet.title}
        yield Passage(sheet.title, place + _("名称"))
        sheet.reset_dimensions()
        heads: dict[int, str] = {}
        for row_number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            left -= sum(value is not None for value in row) + len(row) // EMPTY_CELLS_TO_ONE
            if left < 0:
                raise Unreadable(_("单元格超过 %(limit)s 个") % {"limit": file_limits().cells})
            yield from _row(row, row_number, heads, place)


def _row(row: tuple[Any, ...], number: int, heads: dict[int, str], place: str) -> Iterator[Passage]:
    """The cells of a row; the first words of a column are its heading."""
    for column, value in enumerate(row, start=1):
        text = cell_text(value)
        if not text:
            continue
        yield Passage(text, f"{place}{get_column_letter(column)}{number}", heads.get(column, "") + IN_TABLE)
        if isinstance(value, str) and column not in heads and not any(char.isdigit() for char in value):
            heads[column] = value


def cell_text(value: Any) -> str:
    """What a cell holds; whole numbers without a decimal point, dates left out."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _part(archive: ZipFile, name: str) -> Iterator[Passage]:
    """Comments, drawings, properties, pivot caches; of a sheet's own part the printed header and footer."""
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        yield from _headers_and_formulas(archive, name)
        return
    if READ_AS_CELLS.fullmatch(name):
        return
    root = read_xml(archive, name)
    if name.startswith(("xl/comments", "xl/threadedComments")):
        for comment in root.iter("{*}comment", "{*}threadedComment"):
            yield Passage("".join(comment.itertext()), _("批注%(cell)s") % {"cell": comment.get("ref", "")})
    elif name.startswith(("xl/pivotCache/", "xl/externalLinks/")):
        for node in root.iter(etree.Element):
            yield Passage(node.get("v") or node.text or "", _("数据缓存"))
    else:
        yield from other_part(root, name)


def _headers_and_formulas(archive: ZipFile, name: str) -> Iterator[Passage]:
    for node in stream_xml(archive, name, branch="row"):
        local = etree.QName(node).localname
        if local == "f":
            yield Passage(node.text or "", _("公式"))
        elif local.endswith(("Header", "Footer")):
            yield Passage(HEADER_CODE.sub(" ", node.text or ""), _("页眉页脚"))
