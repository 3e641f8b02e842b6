"""Median, mean, spread, flags, places; the cost of the matrix."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plugins.reviews.matrix import matrix_of, summary_of
from plugins.reviews.models import ScoreSheet
from plugins.reviews.workflows import RoundFlow, SheetFlow
from tests.factories import reviews as factory


@pytest.mark.parametrize(
    ("totals", "median", "mean", "spread", "flagged"),
    [
        (["3.00", "4.49"], "3.75", "3.75", "1.49", False),
        (["3.00", "4.50"], "3.75", "3.75", "1.50", True),
        (["2.00", "2.00", "5.00"], "2.00", "3.00", "3.00", True),
        (["3.33", "3.34"], "3.34", "3.34", "0.01", False),
    ],
)
def test_summary(totals: list[str], median: str, mean: str, spread: str, flagged: bool) -> None:
    summary = summary_of([Decimal(total) for total in totals], spread_share=30)
    assert summary is not None
    assert (str(summary.median), str(summary.mean), str(summary.spread)) == (median, mean, spread)
    assert summary.flagged is flagged


def test_summary_of_nothing_is_none() -> None:
    assert summary_of([], spread_share=30) is None


@pytest.mark.django_db
def test_matrix_shows_totals_recusals_and_places(site, secretary, experts, citizen, time) -> None:
    cases = [factory.a_question(citizen, text) for text in ("甲公司", "乙公司")]
    round = factory.opened(site, secretary, cases, seats=3)
    given = {0: ((2, 2), (5, 5), None), 1: ((4, 4), (5, 4), (4, 5))}
    for place, seat in enumerate(round.panel.order_by("rank")):
        for row, sheet in enumerate(seat.sheets.order_by("round_case__position")):
            if values := given[row][place]:
                factory.submitted(sheet, *values)
            else:
                SheetFlow.recuse(sheet, actor=seat.expert, note="曾共事")

    matrix = matrix_of(round)

    assert [[cell.words for cell in row.cells] for row in matrix.rows] == [
        ["2.00", "5.00", "回避"],
        ["4.00", "4.60", "4.40"],
    ]
    assert [(row.place, row.summary.flagged) for row in matrix.rows if row.summary] == [(2, True), (1, False)]
    assert matrix.handed_in == (5, 5)


@pytest.mark.django_db
def test_matrix_and_lists_cost_the_same_for_one_case_and_for_three(
    site, secretary, experts, citizen, time, signed_in
) -> None:
    costs = []
    for number in (1, 3):
        cases = [factory.a_question(citizen, f"公司{number}-{place}") for place in range(number)]
        round = factory.opened(site, secretary, cases, seats=2)
        for sheet in ScoreSheet.objects.filter(round_case__round=round):
            factory.submitted(sheet, 4, 4)
        seat = round.panel.first()
        costs.append(
            [
                cost(signed_in(person), address)
                for person, address in (
                    (secretary, f"/reviews/rounds/{round.pk}/matrix/"),
                    (secretary, f"/reviews/rounds/{round.pk}/"),
                    (seat.expert, seat.get_absolute_url()),
                    (seat.expert, f"/api/v1/review-sheets/?limit={number}"),
                )
            ]
        )
        RoundFlow.close(round, actor=secretary)
    assert costs[0] == costs[1]


def cost(client, address: str) -> int:
    """How many queries the address takes when it is warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    return len(queries)
