"""Texts that a spreadsheet would take for formulas leave as texts, in Wagtail's own lists as in ours (W8)."""

import csv
import io

import pytest

from portal.spreadsheets import as_csv
from tests.factories.content import NewsFactory

pytestmark = pytest.mark.django_db
FORMULAS = (
    '=HYPERLINK("//evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_own_lists_put_a_quote_before_a_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(as_csv([[text, 'a";=1', -1]]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}", 'a";=1', "-1"]


@pytest.mark.parametrize("address", ["/admin/reports/aging-pages/", "/admin/reports/site-history/"])
def test_wagtails_lists_do_too(site, manager, signed_in, address: str) -> None:
    title = FORMULAS[0]
    page = NewsFactory(title=title)
    page.save_revision(user=manager, log_action=True).publish()

    answer = signed_in(manager).get(address, {"export": "csv"})

    cells = [cell for row in csv.reader(io.StringIO(answer.getvalue().decode())) for cell in row]
    assert f"'{title}" in cells
    assert title not in cells
