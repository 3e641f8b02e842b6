"""What a secretary sends decides what the form asks for, and nothing besides: draw, moves, decisions (W9)."""

from typing import Any

import pytest
from django.test import Client

from plugins.reviews.models import Round, RoundCase, ScoreSheet
from portal.accounts.models import User
from tests.access.stuffing import Fields, every_column, require_the_same
from tests.factories import reviews as factory
from tests.questions import Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def extras(manager: User) -> Fields:
    return every_column(manager)


@pytest.fixture
def as_secretary(secretary: User, signed_in) -> Client:
    return signed_in(secretary)


def taken(client: Client, extras: Fields, address: str, **fields: Any) -> None:
    """The form is taken, and no column sent with it; then it is sent for good, with all of them."""
    answer = require_the_same(client, extras, lambda more: client.post(address, more | fields))
    assert answer.status_code == 302
    client.post(address, extras | fields)


def test_w9_planning_drawing_and_opening_a_round(
    site,
    as_secretary: Client,
    secretary: User,
    experts: list[User],
    question: Question,
    time,
    extras,
    monkeypatch,
) -> None:
    monkeypatch.setattr("plugins.reviews.actions.rounds.secrets.token_hex", lambda size: "seed")
    new = {"kind": "questions", "title": "第 3 批", "criteria_set": factory.criteria(secretary).pk}
    new |= {"opens_at": "2026-03-09T10:00", "closes_at": "2026-03-12T17:00"}
    taken(as_secretary, extras, "/reviews/rounds/new/", **new)
    address = Round.objects.get().get_absolute_url()
    taken(as_secretary, extras, f"{address}cases/", cases=[question.pk])
    taken(as_secretary, extras, f"{address}draw/", seats=2, reserves=1, after=0)
    taken(as_secretary, extras, f"{address}moves/open/", version=Round.objects.get().version)
    round = Round.objects.get()
    assert (round.state, round.panel.count(), round.site) == ("scoring", 3, site)


def test_w9_closing_and_deciding(
    as_secretary: Client, round: Round, sheets: list[ScoreSheet], extras: Fields
) -> None:
    for sheet in sheets:
        factory.submitted(sheet, 4, 5)
    address = round.get_absolute_url()
    taken(as_secretary, extras, f"{address}moves/close/", version=Round.objects.get().version)
    taken(as_secretary, extras, f"{address}cases/1/", passed="no", reason="不符合条件")
    assert RoundCase.objects.get().outcome == "failed"
    assert factory.told[-1][0] == "decided"


def test_w9_excusing_an_expert_extending_and_releasing(
    as_secretary: Client, round: Round, sheets: list[ScoreSheet], extras: Fields
) -> None:
    address, seat = round.get_absolute_url(), sheets[0].seat
    seat.refresh_from_db()
    taken(as_secretary, extras, f"{address}seats/{seat.pk}/leave/", version=seat.version, note="住院")
    version = Round.objects.get().version
    later = {"version": version, "closes_at": "2026-03-20T17:00", "note": "专家出差"}
    taken(as_secretary, extras, f"{address}moves/extend/", **later)
    taken(as_secretary, extras, f"{address}cases/1/release/", reason="申请人要求缓评")
    assert factory.told[-1][0] == "released"
