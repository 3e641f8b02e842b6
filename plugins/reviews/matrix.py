"""Cases by experts: who gave how much, what it comes to, where the experts disagree (S8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median
from typing import Any

from django.db.models import Prefetch

from plugins.reviews.choices import BEST, WORST, SheetState
from plugins.reviews.kinds import kind_of
from plugins.reviews.models import Round, RoundCase, Score, ScoreSheet, Seat
from plugins.reviews.rules import scores_are_open
from plugins.reviews.settings import ReviewSettings
from plugins.reviews.sheets import rounded, total

RANGE = BEST - WORST
WITH_SCORES = Prefetch("scores", Score.objects.select_related("criterion"))


@dataclass(frozen=True)
class Cell:
    """One expert's view of one case. `total` is None while it is not known or not to be seen."""

    sheet: ScoreSheet | None
    total: Decimal | None

    @property
    def words(self) -> str:
        """What stands in the cell: the total, or why there is none."""
        if self.sheet is None:
            return "—"
        return str(self.total) if self.total is not None else str(SheetState(self.sheet.state).label)


@dataclass(frozen=True)
class Summary:
    """What several totals come to, 0 to 5 with two decimals."""

    median: Decimal
    mean: Decimal
    spread: Decimal
    flagged: bool


@dataclass(frozen=True)
class Row:
    """One case with its cells in the order of the experts. `place` is its rank by the mean, equals share one."""

    round_case: RoundCase
    number: str
    title: str
    cells: list[Cell]
    summary: Summary | None
    place: int | None = None


@dataclass(frozen=True)
class Matrix:
    """`open` says whether totals may be seen; before that cells hold states only (A7)."""

    seats: list[Seat]
    rows: list[Row]
    open: bool

    @property
    def handed_in(self) -> tuple[int, int]:
        """How many sheets are in, of how many that are expected."""
        states = [cell.sheet.state for row in self.rows for cell in row.cells if cell.sheet]
        expected = [state for state in states if state != SheetState.RECUSED]
        return expected.count(SheetState.SUBMITTED), len(expected)


def summary_of(totals: Sequence[Decimal], *, spread_share: int) -> Summary | None:
    """Median, mean and spread of the totals; flagged where the spread is that share of the range, in per cent."""
    if not totals:
        return None
    spread = max(totals) - min(totals)
    flagged = spread * 100 >= spread_share * RANGE
    return Summary(rounded(median(totals)), rounded(mean(totals)), rounded(spread), flagged)


def score_of(round_case: RoundCase) -> Decimal | None:
    """The mean of what was handed in for the case; None where nothing was."""
    totals = [value for sheet in _submitted(round_case) if (value := total(sheet.scores.all())) is not None]
    return rounded(mean(totals)) if totals else None


def matrix_of(round: Round) -> Matrix:
    """The whole round in a number of queries that does not depend on its size."""
    opened = scores_are_open(round)
    in_play = round.cases.in_play()
    sheets = ScoreSheet.objects.filter(round_case__in=in_play).prefetch_related(WITH_SCORES)
    by_place = {(sheet.round_case_id, sheet.seat_id): sheet for sheet in sheets}
    judged = {seat for _case, seat in by_place}
    panel = round.panel.select_related("expert").order_by("rank")
    seats = [seat for seat in panel if seat.pk in judged]
    share = ReviewSettings.for_site(round.site).spread_share
    kind = kind_of(round.kind)
    rows = []
    for round_case in in_play.prefetch_related("case"):
        cells = [_cell(by_place.get((round_case.pk, seat.pk)), opened) for seat in seats]
        totals = [cell.total for cell in cells if cell.total is not None]
        summary = summary_of(totals, spread_share=share)
        case = round_case.case
        rows.append(Row(round_case, kind.number(case), kind.title(case), cells, summary))
    return Matrix(seats, _placed(rows), opened)


def others_of(sheet: ScoreSheet) -> list[Decimal] | None:
    """What the other experts gave for the case, without names, highest first; None before it may be seen (A7)."""
    if not scores_are_open(sheet.round_case.round):
        return None
    others = _submitted(sheet.round_case).exclude(pk=sheet.pk)
    totals = [value for other in others if (value := total(other.scores.all())) is not None]
    return sorted(totals, reverse=True)


def _submitted(round_case: RoundCase) -> Any:
    sheets = ScoreSheet.objects.filter(round_case=round_case, state=SheetState.SUBMITTED)
    return sheets.prefetch_related(WITH_SCORES)


def _cell(sheet: ScoreSheet | None, opened: bool) -> Cell:
    counts = sheet is not None and opened and sheet.state == SheetState.SUBMITTED
    return Cell(sheet, total(sheet.scores.all()) if sheet is not None and counts else None)


def _placed(rows: list[Row]) -> list[Row]:
    means = sorted((row.summary.mean for row in rows if row.summary), reverse=True)
    return [
        Row(row.round_case, row.number, row.title, row.cells, row.summary, means.index(row.summary.mean) + 1)
        if row.summary
        else row
        for row in rows
    ]
