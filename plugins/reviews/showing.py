"""What pages show of rounds and sheets, put together once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from plugins.reviews.choices import RecordKind
from plugins.reviews.kinds import kind_of
from plugins.reviews.matrix import others_of
from plugins.reviews.models import ScoreSheet
from plugins.reviews.queries import records_of, sheets_of
from plugins.reviews.rules import may_review, may_write, reads_sheet
from plugins.reviews.sheets import total
from plugins.reviews.workflows import SheetFlow
from portal.audit.recording import record_each
from portal.audit.table import PERSON_READ


@dataclass(frozen=True)
class SheetLine:
    """A sheet in its owner's list; no title before the declaration is signed or once they have recused."""

    sheet: ScoreSheet
    number: str
    title: str
    state: str


def listed_sheets(sheets: list[ScoreSheet], user: Any) -> list[SheetLine]:
    """The lines of an expert's list. The sheets come with their seat and case."""
    return [_line(sheet, user) for sheet in sheets]


def number_of(sheet: ScoreSheet) -> str:
    """The receipt number of the case, by which experts speak of it."""
    return kind_of(sheet.round_case.round.kind).number(sheet.round_case.case)


def _line(sheet: ScoreSheet, user: Any) -> SheetLine:
    kind, case = kind_of(sheet.round_case.round.kind), sheet.round_case.case
    known = reads_sheet(user, sheet)
    state = str(SheetFlow.public[sheet.state])
    return SheetLine(sheet, number_of(sheet), str(kind.title(case)) if known else "", state)


def sheet_shown(sheet: ScoreSheet, user: Any) -> dict[str, Any]:
    """All that the page of a sheet shows, besides its form."""
    kind, case = kind_of(sheet.round_case.round.kind), sheet.round_case.case
    neighbours = list(sheets_of(user).filter(seat=sheet.seat_id).values_list("pk", "round_case__position"))
    place = next(index for index, (key, _position) in enumerate(neighbours) if key == sheet.pk)
    readable = may_review(user, case)
    return {
        "sheet": sheet,
        "round": sheet.round_case.round,
        "number": number_of(sheet),
        "title": kind.title(case),
        "case": case if readable else None,
        "case_template": kind.template,
        "materials": kind.materials(case) if readable else (),
        "total": total(sheet.scores.select_related("criterion")),
        "others": others_of(sheet),
        "may_write": may_write(user, sheet),
        "record_kinds": [(one, records_of(sheet).get(one)) for one in RecordKind],
        "before": neighbours[place - 1][0] if place else None,
        "after": neighbours[place + 1][0] if place + 1 < len(neighbours) else None,
        "place": place + 1,
        "size": len(neighbours),
    }


def people_named(sheets: Iterable[ScoreSheet], user: Any) -> list[Any]:
    """Keys of the people whom a list of the user's sheets names."""
    return [
        key
        for sheet in sheets
        if reads_sheet(user, sheet)
        for key in kind_of(sheet.round_case.round.kind).people(sheet.round_case.case)
    ]


def case_shown(request: HttpRequest, sheet: ScoreSheet) -> None:
    """An expert sees whose case it is: that leaves a trace for the people concerned."""
    case = sheet.round_case.case
    people = kind_of(sheet.round_case.round.kind).people(case)
    record_each(PERSON_READ, people, request=request, object=case)
