"""From claims to what the portal keeps: a verified name or nothing (A1, D3)."""

from typing import Any

import pytest

from portal.identity.choices import Assurance
from portal.identity.statements import Statement
from tests.portal.identity.conftest import configured
from tests.portal.identity.people import LINHAI, statement

PROVIDER = configured("rsj", "https://id.example")
RIGHT = {"sub": "1", "name": "林海", "id_number": LINHAI, "level": "3"}


@pytest.mark.parametrize(
    "changes",
    [{}, {"level": 3}, {"name": " 林海 "}, {"id_number": f"{LINHAI[:6]} {LINHAI[6:]}"}, {"gender": "female"}],
)
def test_claims_when_right_then_name_mask_and_level(changes: dict[str, Any]) -> None:
    assert Statement.of(RIGHT | changes, PROVIDER) == statement()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"name": ""},
        {"name": "林" * 51},
        {"name": "林\u202e海"},
        {"name": "林\n海"},
        {"name": ["林海"]},
        {"id_number": None},
        {"id_number": LINHAI[:-1] + "0"},
        {"id_number": {"value": LINHAI}},
        {"level": "1"},
        {"level": True},
        {"level": None},
    ],
)
def test_claims_when_something_is_wrong_then_nobody_is_verified(changes: dict[str, Any]) -> None:
    assert Statement.of(RIGHT | changes, PROVIDER) == Statement()


def test_claims_when_the_provider_vouches_for_everybody_then_no_level_is_asked() -> None:
    everybody = configured("rsj", "https://id.example", level_claim="", level_values=frozenset())

    assert Statement.of(RIGHT | {"level": None}, everybody).level == Assurance.PROVIDER


def test_statement_when_it_travels_then_whole_and_without_the_number() -> None:
    data = statement().data

    assert Statement.from_data(data) == statement()
    assert LINHAI not in str(data)
    assert Statement.from_data({"foreign": 1}) == Statement.from_data(None) == Statement()
