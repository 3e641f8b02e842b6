"""What the lexicon knows, and how fast it is made."""

import gc
import random
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from search.heap import uncollected
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


@pytest.fixture
def collections() -> Iterator[list[str]]:
    """What the collector does meanwhile; it looks as often as it can."""
    noted: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        noted.append(phase)

    gc.callbacks.append(note)
    thresholds = gc.get_threshold()
    gc.set_threshold(1, 1, 1)
    yield noted
    gc.set_threshold(*thresholds)
    gc.callbacks.remove(note)


def test_collector_looks_no_more_often_the_more_tables_hold(collections) -> None:
    names = ["".join(pair) for pair in zip(CHARACTERS[:400], CHARACTERS[400:800], strict=True)]
    looks = []
    for some in (names[:4], names[:4], names):  # dictionaries are loaded the first time
        known = Lexicon(names=some, words={"融资": 5})
        collections.clear()
        known.load()
        looks.append(len(collections))
    assert looks[2] <= looks[1] + 10


def test_blocks_of_several_threads_last_until_the_last_one_ends() -> None:
    def other() -> None:
        with uncollected():
            pass

    with uncollected():
        thread = Thread(target=other)
        thread.start()
        thread.join()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_switched_off_before_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_accent_of_a_family_name_is_that_of_its_own_reading() -> None:
    """Who does not part zeng from zen writes 曾 like this; as a word it would be ceng."""
    assert Lexicon(names=["曾可心"]).by_accent("zenkexin") == ("曾可心",)
