import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms_pages.policy_import.typography import clean, close_up, to_full_width


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("各区(市),各单位:", "各区（市），各单位："),
        (
            "根据《关于印发<行动方案(2025-2027年)>的通知》(海政[2025]12号),",
            "根据《关于印发〈行动方案（2025-2027年）〉的通知》（海政〔2025〕12号），",
        ),
        ('提供"一对一"服务.', "提供“一对一”服务。"),
        ("不少于三层面积的1/2.", "不少于三层面积的1/2。"),
        ("(以下简称“驿站”)", "（以下简称“驿站”）"),
        ("（半边)和(另一半）", "（半边）和（另一半）"),
        ("依据<暂行规定>办理", "依据《暂行规定》办理"),
        ("办理时限:,", "办理时限：，"),
        ("（含街道;)", "（含街道；）"),
    ],
)
def test_full_width_when_between_chinese_then_replaced(half: str, full: str) -> None:
    assert to_full_width(half)[0] == full


@pytest.mark.parametrize(
    "text", ["9:30", "1,000", "https://hailan.example/a?b=1", "AI(beta), IT", "1.2", "v2.0", "a < b > c"]
)
def test_full_width_when_between_latin_or_digits_then_kept(text: str) -> None:
    assert to_full_width(text) == (text, 0)


def test_full_width_when_marks_replaced_then_counted() -> None:
    assert to_full_width("区(市),单位:")[1] == 4


@pytest.mark.parametrize("text", ["一.总体要求", "十一.附则"])
def test_full_width_when_point_belongs_to_a_number_then_kept(text: str) -> None:
    assert to_full_width(text)[0] == text


def test_clean_when_odd_spaces_and_wide_digits_then_plain() -> None:
    assert clean("\ufeff\u3000第\u200b１条\u00a0\t海澜　市 ") == "第1条 海澜 市"
    assert clean("１．５万元，２０２６－０３－３１，１／２") == "1.5万元，2026-03-31，1/2"


def test_close_up_when_title_is_set_wide_then_no_spaces_between_characters() -> None:
    assert close_up(" 总  则 ") == "总则"
    assert close_up("AI 应用 规范") == "AI 应用规范"


@example("㐀:,")
@given(st.text())
def test_full_width_when_applied_twice_then_nothing_more_to_do(text: str) -> None:
    once, _count = to_full_width(clean(text.replace("(", "").replace("<", "").replace('"', "")))
    assert to_full_width(once)[0] == once
