"""Characters that look alike have one shape."""

from collections import Counter

from search.analysis.lookalikes import LIST, shape


def test_characters_that_look_alike_have_one_shape() -> None:
    assert shape("担保货款") == shape("但保贷款")
    assert shape("未来") == shape("末来")


def test_others_keep_their_own() -> None:
    assert shape("融资") != shape("投资")
    assert shape("SaaS") == "SaaS"


def test_every_character_stands_in_one_group() -> None:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    counted = Counter(character for line in lines for character in line if not character.isspace())
    assert [character for character, number in counted.items() if number > 1] == []
