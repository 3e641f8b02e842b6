"""How names are read and typed."""

import pytest

from plugins.mentors.names import reading, spellings


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("王晓明", ["wang", "xiao", "ming"]),
        ("曾可心", ["zeng", "ke", "xin"]),
        ("解思远", ["xie", "si", "yuan"]),
        ("尉迟青", ["yu", "chi", "qing"]),
        ("单于飞", ["shan", "yu", "fei"]),
        ("Anna Weber", ["Anna Weber"]),
    ],
)
def test_reading_of_a_name_is_that_of_the_family_name(name, syllables) -> None:
    assert reading(name) == syllables


def test_spellings_hold_both_readings_and_their_initials() -> None:
    assert spellings("曾可心") == ["zengkexin", "zkx", "cengkexin", "ckx"]
    assert spellings("王晓明") == ["wangxiaoming", "wxm"]
