"""Numbers of documents: recognised, masked, compared (D3, D6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("37029919920315023X", "37*************23X"),
        ("E12345678", "E1****678"),
        ("1234567", "12**567"),
        ("12345", "*****"),
        ("1", "*"),
    ],
)
def test_mask_when_applied_then_first_two_and_last_three_stay(number: str, masked: str) -> None:
    assert numbers.mask(number) == masked


@given(st.text(alphabet="0123456789X", min_size=1, max_size=20))
def test_mask_when_applied_to_anything_then_as_long_and_never_whole(number: str) -> None:
    masked = numbers.mask(number)
    assert len(masked) == len(number)
    assert "*" in masked


def test_digest_when_kinds_of_documents_differ_then_so_does_it() -> None:
    assert numbers.digest("id_card", LINHAI) == numbers.digest("id_card", LINHAI)
    assert numbers.digest("id_card", LINHAI) != numbers.digest("other", LINHAI)
    assert LINHAI not in numbers.digest("id_card", LINHAI)
