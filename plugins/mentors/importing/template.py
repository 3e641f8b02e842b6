"""The sheet to fill in: headings with notes, one example, and a second sheet with the words that may be used."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from plugins.mentors.importing.columns import COLUMNS, Column, Vocabulary

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REQUIRED_FILL = PatternFill("solid", fgColor="FFEFD0")
WIDEST = 40


def template() -> bytes:
    """The workbook with the site's words of today; it can be imported as it is."""
    words = Vocabulary.read()
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("导师")
    for place, column in enumerate(COLUMNS, start=1):
        _heading(sheet, place, column)
        sheet.cell(2, place, _example(column, words))
    sheet.freeze_panes = "B2"
    _allowed_values(book.create_sheet(_("可填的值")), words)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _heading(sheet: Worksheet, place: int, column: Column) -> None:
    cell = sheet.cell(1, place, column.heading)
    cell.font = Font(bold=True)
    if column.required:
        cell.fill = REQUIRED_FILL
    note = "".join((_("必填。") if column.required else _("选填。"), str(column.note)))
    cell.comment = Comment(note, "")
    sheet.column_dimensions[get_column_letter(place)].width = min(
        WIDEST, max(12, 2 * len(column.example) + 2)
    )


def _example(column: Column, words: Vocabulary) -> str:
    """The example of the column; of a list of terms its first word."""
    return next(iter(words.names(column.model)), "") if column.model and column.required else column.example


def _allowed_values(sheet: Worksheet, words: Vocabulary) -> None:
    lists = [
        (column.heading, _allowed(column, words)) for column in COLUMNS if column.model or column.choices
    ]
    for place, (heading, names) in enumerate(lists, start=1):
        sheet.cell(1, place, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 18
        for row, name in enumerate(names, start=2):
            sheet.cell(row, place, name)


def _allowed(column: Column, words: Vocabulary) -> list[str]:
    if column.choices is not None:
        return [str(one.label) for one in column.choices]
    return words.names(column.model) if column.model is not None else []
