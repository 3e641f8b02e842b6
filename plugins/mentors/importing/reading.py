"""From a file to rows of plain text: xlsx and csv, UTF-8 or GB 18030, formulas, dates and numbers included."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange

from plugins.mentors.importing.merging import Merges, merged_ranges
from plugins.mentors.importing.problems import SheetRefused
from portal.files.archives import open_archive
from portal.files.bad import BadFile
from portal.files.names import extension_of

LARGEST_FILE = 10 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;"
FORMULA_WITHOUT_VALUE = "#公式"
"""What stands for a formula whose result is an error or was never computed: it is refused as a value."""

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet, its cells, as many as there are headings, and which of them are merged.

    `merged` gives the range, such as D2:D4, by the place of the cell.
    """

    number: int
    cells: Cells
    merged: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The headings with the number of their row, and every row below that is not empty."""

    header: Row
    rows: Sequence[Row]


def read_table(name: str, content: bytes, *, limit: int) -> Table:
    """The first sheet of the file. Raises SheetRefused for a file that is none, is empty, or has too many rows."""
    if len(content) > LARGEST_FILE:
        raise SheetRefused(_("文件太大，请拆成几个再导入。"))
    ranges: list[CellRange] = []
    match extension_of(name):
        case "xlsx":
            rows = _rows(_xlsx(content, ranges))
        case "csv":
            rows = _rows(_csv(content))
        case _other:
            raise SheetRefused(_("只接受 xlsx 和 csv 文件。"))
    header = _header(rows)
    width = len(header.cells)
    merges = Merges(ranges, width)
    found: list[Row] = []
    for row in rows:
        if len(found) == limit:
            raise SheetRefused(_("超过 %d 行，请拆成几个文件再导入。") % limit)
        cells = (*row.cells, *[""] * width)[: max(width, len(row.cells))]
        found.append(Row(row.number, cells, merges.over(row.number)))
    if not found:
        raise SheetRefused(_("只有表头，没有导师。"))
    return Table(replace(header, merged=merges.over(header.number)), found)


def _header(rows: Iterator[Row]) -> Row:
    """The first row with more than one cell filled: lists often bear a title above their headings."""
    row = None
    for row in rows:
        if sum(map(bool, row.cells)) > 1:
            return row
    raise SheetRefused(
        _("表格是空的。") if row is None else _("没有找到表头：应有一行写着各列的名称，一格一个。")
    )


def _rows(lines: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """Numbered rows with text in every cell, empty rows and empty cells at the end left out."""
    for number, line in enumerate(lines, start=1):
        cells = [_text(cell) for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Row(number, tuple(cells))


def _text(value: Any) -> str:
    """A cell as somebody would have typed it: 15.0 → 15, a day → 2026-03-01; blanks and invisible marks gone."""
    match value:
        case None:
            return ""
        case bool():
            return _("是") if value else _("否")
        case datetime() | date():
            return value.strftime("%Y-%m-%d")
        case float() if value.is_integer():
            return str(int(value))
        case str() if value in ERROR_CODES:
            return FORMULA_WITHOUT_VALUE
    lines = str(value).replace("\x00", "").replace("\ufeff", "").replace("\u200b", "").splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise SheetRefused(_("csv 文件读不懂，引号或换行可能不成对。")) from error


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SheetRefused(_("csv 文件须为 UTF-8 或 GB 18030 编码。"))


def _xlsx(content: bytes, ranges: list[CellRange]) -> Iterator[Sequence[Any]]:
    """The first sheet's values; a formula gives the result that was stored with it. Before the first row its merged
    ranges are put into `ranges`."""
    try:
        open_archive(io.BytesIO(content)).close()
        yield from _values(content, ranges)
    except BadFile as error:
        raise SheetRefused(str(error)) from error
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        OSError,
    ) as error:
        raise SheetRefused(_("xlsx 文件已损坏，打不开。")) from error


def _values(content: bytes, ranges: list[CellRange]) -> Iterator[list[Any]]:
    """Rows of the first sheet, a formula without a stored result marked as such."""
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True)
    try:
        sheets = [book.worksheets[0] for book in (values, formulas)]
        for sheet in sheets:
            sheet.reset_dimensions()  # some programs declare a size that is not the sheet's
        ranges += merged_ranges(io.BytesIO(content), sheets[0])
        pairs = zip(*(sheet.iter_rows() for sheet in sheets), strict=True)
        for computed, written in pairs:
            yield [_cell(value, formula) for value, formula in zip(computed, written, strict=True)]
    finally:
        values.close()
        formulas.close()


def _cell(value: Any, formula: Any) -> Any:
    uncomputed = value.value is None and formula.value is not None
    return FORMULA_WITHOUT_VALUE if uncomputed else value.value
