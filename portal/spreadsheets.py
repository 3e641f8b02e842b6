"""Tables as files: what visitors have typed stays text there, whatever a spreadsheet would make of it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")
"""What a text begins with that a spreadsheet takes for a formula."""


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """With a mark in front, by which spreadsheets know that it is UTF-8; a text that looks like a formula gets a quote
    before it."""
    file = io.StringIO()
    csv.writer(file).writerows([harmless(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def as_xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    """Every text in a cell that is marked as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def harmless(value: Any) -> Any:
    """What may stand in a CSV file: a text that looks like a formula with a quote before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
