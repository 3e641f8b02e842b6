"""Numbers of documents: recognised and compared (D3)."""

import pytest

from portal.identity import numbers
from tests.portal.identity.people import LINHAI, OUYANG

WRONG = {
    "last character": LINHAI[:-1] + "0",
    "two digits changed round": LINHAI[:2] + LINHAI[3] + LINHAI[2] + LINHAI[4:],
    "no such day": "370299199202300012",
    "a day to come": "370299299203150015",
    "too short": LINHAI[:-1],
    "too long": LINHAI + "1",
    "fifteen digits": "370299920315001",
    "letters": "37029919920315001A",
    "full-width digits": "３７0299199203150015",
    "nothing": "",
}


@pytest.mark.parametrize("what", WRONG)
def test_number_when_wrong_then_recognised(what: str) -> None:
    assert not numbers.is_id_number(WRONG[what])


@pytest.mark.parametrize("number", [LINHAI, OUYANG, "11010519491231002X"])
def test_number_when_right_then_recognised_however_written(number: str) -> None:
    assert numbers.is_id_number(numbers.normalised(f" {number[:6]}-{number[6:].lower()} "))


def test_digest_when_kinds_of_documents_differ_then_so_does_it() -> None:
    assert numbers.digest("id_card", LINHAI) == numbers.digest("id_card", LINHAI)
    assert numbers.digest("id_card", LINHAI) != numbers.digest("other", LINHAI)
    assert LINHAI not in numbers.digest("id_card", LINHAI)
