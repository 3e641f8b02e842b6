"""However a text was typed, it folds into one form that remembers where everything came from."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold, normalise
from search.analysis.folding import PLAIN

ANY_TEXT = st.text(st.characters())  # lone surrogates too
JOINING = st.text(
    st.sampled_from(
        "aeEİßΣ\u0301\u0323\u0307ｶﾞ\uff9e\u1100\u1161\u11a8각\u09c7\u09be㎏ﬁ…①融資　\u200d\ufe0f\ud800\x00"
    )
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＳａａＳ", "saas"),
        ("ＩＳＯ９００１", "iso9001"),
        ("跨境電商", "跨境电商"),
        ("稅務籌劃", "税务筹划"),
        ("臺灣", "台湾"),
        ("创\u200b业", "创业"),
        ("a\x00b\ud800c", "a b c"),
        ("①", "1"),
        ("……", "......"),
        ("e\u0301", "é"),
        ("ｶﾞ", "ガ"),
        ("", ""),
    ],
)
def test_text_folds(typed: str, folded: str) -> None:
    assert normalise(typed) == folded


def test_character_that_expands_gives_every_part_its_place() -> None:
    folded = fold("重㎏量")
    assert folded.text == "重kg量"
    assert folded.spans == ((0, 1), (1, 2), (1, 2), (2, 3))


def test_characters_that_join_share_their_place() -> None:
    folded = fold("caｶﾞ")
    assert folded.text == "caガ"
    assert folded.original(2, 3) == (2, 4)


def test_place_of_a_word_in_the_original() -> None:
    original = "👍 懂\u200bＳａａＳ融資…"
    folded = fold(original)
    start = folded.text.index("saas融资")
    begin, end = folded.original(start, start + len("saas融资"))
    assert original[begin:end] == "ＳａａＳ融資"


@given(st.one_of(ANY_TEXT, JOINING))
def test_folding_again_changes_nothing(text: str) -> None:
    folded = normalise(text)
    assert normalise(folded) == folded


@given(st.one_of(ANY_TEXT, JOINING))
def test_spans_stay_inside_the_original_and_never_run_backwards(text: str) -> None:
    folded = fold(text)
    assert len(folded.spans) == len(folded.text)
    assert all(0 <= start < end <= len(text) for start, end in folded.spans)
    assert list(folded.spans) == sorted(folded.spans)


@given(st.text("创业融資abc ，。", max_size=20), st.text("创业融資abc ，。", max_size=20))
def test_plain_text_folds_whatever_stands_beside_it(one: str, other: str) -> None:
    assert normalise(one + other) == normalise(one) + normalise(other)


def test_plain_characters_fold_one_to_one() -> None:
    plain = [chr(code) for code in range(0x10000) if re.match(f"[{PLAIN}]", chr(code))]
    assert [one for one in plain if len(normalise(f"a{one}b")) != 3] == []
