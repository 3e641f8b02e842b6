"""A7: what others have given cannot be read, counted or guessed before all are in: pages and API, byte for byte."""

import re

import pytest
from django.test import Client

from plugins.reviews.actions import save_record
from plugins.reviews.choices import RecordKind
from plugins.reviews.matrix import matrix_of
from plugins.reviews.models import Record, Round, ScoreSheet
from plugins.reviews.rules import reads_record
from plugins.reviews.workflows import SheetFlow
from portal import clock
from portal.roles.table import MANAGER
from portal.workflow.timers import run_due
from tests.conftest import person
from tests.factories import reviews as factory

pytestmark = pytest.mark.django_db

# What differs between two answers to the same question: the form's token and the request's number.
PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"instance": ?"[^"]+"')


@pytest.fixture
def cases(citizen) -> list:
    return [factory.a_question(citizen, text) for text in ("甲公司", "乙公司")]


@pytest.fixture
def round(site, secretary, experts, cases, time) -> Round:
    """Two cases, three experts."""
    return factory.opened(site, secretary, cases, seats=3)


def answers(client: Client, sheet: ScoreSheet) -> dict[str, bytes]:
    """Everything that an expert can ask about their round."""
    seat = sheet.seat_id
    addresses = [
        "/reviews/",
        f"/reviews/seats/{seat}/",
        f"/reviews/sheets/{sheet.pk}/",
        "/member/",
        "/api/v1/review-seats/?total=true",
        f"/api/v1/review-seats/{seat}/",
        "/api/v1/review-sheets/?total=true",
        f"/api/v1/review-sheets/{sheet.pk}/",
        "/api/v1/review-rounds/?total=true",
    ]
    return {address: PASSING.sub(b"", client.get(address).content) for address in addresses}


def test_answers_are_the_same_before_and_after_others_have_scored(round, signed_in) -> None:
    mine, *others = [list(seat.sheets.order_by("pk")) for seat in round.panel.order_by("rank")]
    client = signed_in(mine[0].seat.expert)
    before = answers(client, mine[0])

    for sheets in others:
        factory.submitted(sheets[0], 5, 5)
        SheetFlow.recuse(sheets[1], actor=sheets[1].seat.expert, note="曾共事")

    assert answers(client, mine[0]) == before


def test_others_sheets_are_not_there(round, signed_in) -> None:
    mine, other = (seat.sheets.first() for seat in round.panel.order_by("rank")[:2])
    client = signed_in(mine.seat.expert)

    for address in ("/reviews/sheets/{}/", "/reviews/sheets/{}/recuse/", "/api/v1/review-sheets/{}/"):
        assert client.get(address.format(other.pk)).status_code == 404
    assert client.get(f"/reviews/seats/{other.seat_id}/").status_code == 404
    assert client.get(f"/reviews/rounds/{round.pk}/matrix/").status_code == 403


def test_secretary_sees_who_is_in_and_no_figure_before_all_are(round, secretary, signed_in) -> None:
    sheet = ScoreSheet.objects.filter(round_case__round=round).first()
    factory.submitted(sheet, 5, 4)

    matrix = matrix_of(round)
    assert not matrix.open
    assert matrix.rows[0].cells[0].words == "已提交"
    assert matrix.rows[0].summary is None
    assert "4.60" not in signed_in(secretary).get(f"/reviews/rounds/{round.pk}/matrix/").content.decode()


def test_when_all_are_in_others_totals_show_without_names(round, signed_in) -> None:
    sheets = list(ScoreSheet.objects.filter(round_case__round=round).order_by("pk"))
    for sheet in sheets:
        factory.submitted(sheet, 5, 4)
    client = signed_in(sheets[0].seat.expert)

    body = client.get(f"/api/v1/review-sheets/{sheets[0].pk}/").json()
    assert body["case"]["others"] == ["4.60", "4.60"]
    page = client.get(sheets[0].get_absolute_url()).content.decode()
    assert sheets[2].seat.expert.get_full_name() not in page


def test_when_the_phase_is_over_what_is_in_shows(round, signed_in, time) -> None:
    mine, other, _third = (seat.sheets.first() for seat in round.panel.order_by("rank"))
    factory.submitted(mine, 3, 3)
    factory.submitted(other, 5, 5)
    time.put(round.closes_at)
    run_due()

    body = signed_in(mine.seat.expert).get(f"/api/v1/review-sheets/{mine.pk}/").json()
    assert body["case"]["others"] == ["5.00"]


def test_before_the_declaration_there_are_numbers_and_nothing_else(
    site, secretary, experts, cases, time, signed_in
) -> None:
    round = factory.opened(site, secretary, cases, seats=3, sign=False)
    seat = round.panel.first()
    client = signed_in(seat.expert)

    page = client.get(seat.get_absolute_url()).content.decode()
    rows = client.get("/api/v1/review-sheets/").json()["results"]
    assert [f"LY-{case.pk}" in page for case in cases] == [True, True]
    assert "甲公司" not in page
    assert {row["title"] for row in rows} == {None}
    assert client.get(seat.sheets.first().get_absolute_url()).status_code == 302


def test_whoever_has_recused_sees_no_figure_of_the_case_also_when_all_are_in(round, signed_in) -> None:
    mine, *others = [list(seat.sheets.order_by("pk")) for seat in round.panel.order_by("rank")]
    expert = mine[0].seat.expert
    SheetFlow.recuse(mine[0], actor=expert, note="我的公司")
    for sheet in (mine[1], *others[0], *others[1]):
        factory.submitted(sheet, 5, 4)

    client = signed_in(expert)
    shown = [client.get(f"/api/v1/review-sheets/{sheet.pk}/").json()["case"]["others"] for sheet in mine]
    assert shown == [None, ["4.60", "4.60"]]


def test_what_an_expert_saw_on_the_spot_is_open_to_the_secretary_when_the_scores_are(
    round, secretary
) -> None:
    mine, *others = list(ScoreSheet.objects.filter(round_case__round=round).order_by("pk"))
    seen = {"place": "市南区", "held_at": clock.read(), "present": "法人", "observations": "已投产"}
    record = save_record(mine, RecordKind.VISIT, seen, edition=0, actor=mine.seat.expert)
    assert not reads_record(secretary, record)
    assert reads_record(mine.seat.expert, record)

    for sheet in (mine, *others):
        factory.submitted(sheet, 5, 4)

    assert reads_record(secretary, Record.objects.get())


def test_secretary_whose_own_case_is_judged_reads_nothing_of_the_round(
    site, secretary, experts, time, signed_in, citizen
) -> None:
    cases = [factory.a_question(secretary), factory.a_question(citizen)]
    round = factory.opened(site, secretary, cases, seats=2)
    for sheet in ScoreSheet.objects.filter(round_case__round=round):
        factory.submitted(sheet, 5, 5)
    addresses = [
        f"{round.get_absolute_url()}{part}" for part in ("matrix/", "cases/1/", "cases/2/", "minutes.pdf")
    ]
    addresses.append(f"/api/v1/review-rounds/{round.pk}/matrix/")

    client = signed_in(secretary)
    assert {client.get(address).status_code for address in addresses} == {403}
    colleague = signed_in(person("colleague", "秦同事", MANAGER.group))
    assert {colleague.get(address).status_code for address in addresses} == {200}
