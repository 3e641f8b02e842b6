"""Whatever is typed is understood at once, within bounds, or asks for nothing that there is."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.understanding.lexicon import Lexicon
from search.understanding.understand import LONGEST_TEXT, MOST_CONCEPTS, understand
from search.understanding.ways import MOST_WAYS


@pytest.mark.parametrize("typed", ["！！！", "*", '"', "()", "👍", "\x00", "\ud800", "--", "\\"])
def test_text_without_words_is_impossible(typed: str, lexicon: Lexicon) -> None:
    plan = understand(typed, lexicon)
    assert plan.impossible
    assert plan.concepts == ()


def test_no_text_asks_for_everything(lexicon: Lexicon) -> None:
    assert not understand("", lexicon).impossible
    assert not understand("  \n", lexicon).impossible


HOSTILE = [
    '"融资',
    "融资*",
    "融资 (",
    "NEAR(融资)",
    "a\x00b",
    "\ud800融资",
    "融" * 10_000,
    "a" * 10_000,
    "ﷺ" * 100,
]
HOSTILE += [
    "👩‍👩‍👧" * 50,
    "的" * 500,
    "我想找" * 100,
    "的 " * 100,
    "股权激力" * 25,
    "a1" * 60,
    "rong zi " * 20,
    "王 雨 " * 40,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_understood_at_once(typed: str, lexicon: Lexicon) -> None:
    lexicon.load()
    started = time.thread_time()
    check_bounds(typed, lexicon)
    assert time.thread_time() - started < 0.5


@given(st.one_of(st.text(st.characters()), st.text("融资姿股权激力我想找的 rognziSaaS９，")))
@example("")
def test_any_text_is_understood_within_bounds(lexicon: Lexicon, typed: str) -> None:
    check_bounds(typed, lexicon)


def check_bounds(typed: str, lexicon: Lexicon) -> None:
    for as_typed in (False, True):
        plan = understand(typed, lexicon, as_typed=as_typed)
        assert plan.text == typed[:LONGEST_TEXT]
        assert len(plan.concepts) <= MOST_CONCEPTS
        for concept in plan.concepts:
            assert 0 < len(concept.alternatives) <= MOST_WAYS
            for way in concept.alternatives:
                assert way.words
                assert all(
                    word and word == "".join(word.split()) and len(word) <= LONGEST_TEXT for word in way.words
                )
                " ".join(way.words).encode()
