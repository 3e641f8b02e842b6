"""Counting with bit masks gives what counting one by one gives."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.mentors.tally import bits, overlap, tally

FACETS = ("field", "district", "way")
masks = st.integers(min_value=0, max_value=0b11111)
rows_strategy = st.lists(st.tuples(masks, masks, masks), max_size=30)
chosen_strategy = st.fixed_dictionaries(dict.fromkeys(FACETS, masks))


def as_rows(numbers: list[tuple[int, ...]]) -> list[tuple]:
    return [(key, *(f"{mask:x}" if mask else "" for mask in row)) for key, row in enumerate(numbers)]


def fits(row: tuple[int, ...], chosen: dict[str, int], without: str = "") -> bool:
    return all(not mask or row[FACETS.index(name)] & mask for name, mask in chosen.items() if name != without)


@given(rows_strategy, chosen_strategy)
def test_tally_of_any_rows_and_choices_is_that_of_brute_force(numbers, chosen) -> None:
    counted = tally(as_rows(numbers), FACETS, chosen)
    assert [row[0] for row in counted.rows] == [key for key, row in enumerate(numbers) if fits(row, chosen)]
    for place, name in enumerate(FACETS):
        expected = Counter(
            bit
            for row in numbers
            if fits(row, chosen, without=name)
            for bit in range(5)
            if row[place] >> bit & 1
        )
        assert counted.counts[name] == dict(expected)


@given(rows_strategy, chosen_strategy)
def test_tally_says_what_dropping_one_choice_would_bring(numbers, chosen) -> None:
    counted = tally(as_rows(numbers), FACETS, chosen)
    expected = {
        name: sum(fits(row, chosen, without=name) for row in numbers) for name, mask in chosen.items() if mask
    }
    assert dict(counted.without) == expected


@given(st.integers(min_value=0, max_value=2**250))
def test_bits_are_the_set_bits(mask) -> None:
    assert sum(1 << bit for bit in bits(mask)) == mask


@pytest.mark.parametrize(("text", "mask", "shared"), [("", 7, 0), ("6", 3, 1), ("ff", 0x0F, 4), ("8", 7, 0)])
def test_overlap_counts_shared_bits(text, mask, shared) -> None:
    assert overlap(text, mask) == shared
