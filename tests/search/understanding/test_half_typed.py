"""Pinyin that stops half-way."""

import pytest

from search.understanding.half_typed import LONGEST, HalfTyped, Reading

TEXTS = HalfTyped(
    [
        (("rong", "zi"), "融资"),
        (("wang", "yu", "tong"), "王雨桐"),
        (("chuang", "ye", "dan", "bao", "dai", "kuan"), "创业担保贷款"),
        (("chuang", "ye"), "创业"),
        (("xi", "an"), "西安"),
        (("xian",), "县"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("rongz", ["融资"]),
        ("rzi", ["融资"]),
        ("rongzi", ["融资"]),
        ("wangyt", ["王雨桐"]),
        ("wyutong", ["王雨桐"]),
        ("chye", ["创业"]),
        ("xian", ["县", "西安"]),
    ],
)
def test_every_syllable_is_known_by_its_beginning(typed: str, texts: list[str]) -> None:
    assert sorted(text for text, whole in TEXTS.of(typed) if whole) == texts


def test_what_goes_on_is_told_from_what_is_whole() -> None:
    assert TEXTS.of("chuangye") == [Reading("创业", True), Reading("创业担保贷款", False)]
    assert TEXTS.of("wangy") == [Reading("王雨桐", False)]


@pytest.mark.parametrize("typed", ["", "rz", "wyt", "ro", "rongzx", "rong zi", "融资", "a" * (LONGEST + 1)])
def test_initials_alone_and_anything_else_stand_for_nothing(typed: str) -> None:
    assert TEXTS.of(typed) == []
