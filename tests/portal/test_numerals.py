import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.numerals import NUMERAL_CHARACTERS, to_chinese, to_int


@given(st.integers(min_value=1, max_value=9999))
def test_numeral_when_written_and_read_again_then_same(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("一十", 10),
        ("二十一", 21),
        ("一百零二", 102),
        ("一百〇二", 102),
        ("一〇二", 102),
        ("一百一十", 110),
        ("两百", 200),
        ("一千零一十", 1010),
        ("九千九百九十九", 9999),
        ("二〇二五", 2025),
        ("二○二五", 2025),
        ("〇", 0),
        ("18", 18),
    ],
)
def test_to_int_when_numeral_is_known_then_number(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (102, "一百零二"),
        (112, "一百一十二"),
        (1002, "一千零二"),
    ],
)
def test_to_chinese_when_number_then_as_laws_count(number: int, text: str) -> None:
    assert to_chinese(number) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "条",
        "十百",
        "百",
        "三十二百",
        "二十三十",
        "零十",
        "一百百",
        "一百二",
        "一千二",
        "12345",
        "²",
        "一二三四五",
    ],
)
def test_to_int_when_not_a_numeral_then_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"numeral|above"):
        to_int(text)


@given(st.text(alphabet=NUMERAL_CHARACTERS, max_size=8))
def test_to_int_when_any_mix_of_numeral_characters_then_number_or_value_error(text: str) -> None:
    try:
        number = to_int(text)
    except ValueError:
        return
    assert 0 <= number <= 9999


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_to_chinese_when_out_of_range_then_value_error(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        to_chinese(number)
