"""What the lexicon knows, and how fast it is made."""

import random
import time

import pytest

from search.understanding.lexicon import Lexicon
from search.understanding.neighbours import Neighbours

CHARACTERS = [chr(code) for code in range(0x4E00, 0x6000)]


def test_names_are_known_and_halves_of_them_occur(lexicon: Lexicon) -> None:
    assert all(map(lexicon.knows, ("王雨桐", "annaweber")))
    assert all(map(lexicon.occurs, ("王雨桐", "雨桐", "王雨", "清扬")))
    assert not lexicon.knows("王雨")


def test_chosen_words_come_before_names(lexicon: Lexicon) -> None:
    assert lexicon.by_initials("rz") == ("融资",)
    assert lexicon.by_pinyin("guquansheji") == ("股权设计",)


@pytest.mark.parametrize("other", ["股权激", "股权激励法", "股权激利"])
def test_one_edit_is_one_character_more_less_or_exchanged(other: str) -> None:
    assert list(Neighbours(["股权激励", "税务"]).of(other)) == ["股权激励"]


@pytest.mark.parametrize("other", ["股权", "股权设计", "励激权股", "股权激励"])
def test_two_edits_are_too_many_and_none_too_few(other: str) -> None:
    assert list(Neighbours(["股权激励"]).of(other)) == []


@pytest.mark.slow
def test_lexicon_of_ten_thousand_names_is_made_within_seconds() -> None:
    chance = random.Random(1)
    names = ["".join(chance.choices(CHARACTERS, k=3)) for _ in range(10_000)]
    phrases = {"".join(chance.choices(CHARACTERS, k=4)): 5 for _ in range(10_000)}
    started = time.process_time()
    Lexicon(names=names, phrases=phrases).load()
    assert time.process_time() - started < 6  # 3 on a quiet machine
