"""Names and terms are found by what is typed for them on a Latin keyboard."""

import pytest

from search.analysis.pinyin import reading, sound, spellings, syllables, term_spellings


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("单思齐", "shansiqi"),
        ("解鸣远", "xiemingyuan"),
        ("仇若谷", "qiuruogu"),
        ("逄敬之", "pangjingzhi"),
        ("曾可心", "zengkexin"),
        ("朴正浩", "piaozhenghao"),
        ("尉迟清扬", "yuchiqingyang"),
        ("王雨桐", "wangyutong"),
        ("王雨桐", "wyt"),
        ("曾可心", "cengkexin"),
    ],
)
def test_name_is_found_by_spelling(name: str, spelling: str) -> None:
    assert spelling in spellings(name)


def test_name_that_is_not_chinese_stays() -> None:
    assert reading("Anna Weber") == ["Anna Weber"]


def test_term_is_read_as_a_phrase() -> None:
    assert syllables("银行") == ("yin", "hang")
    assert term_spellings("融资") == ["rongzi", "rz"]


def test_accents_sound_alike() -> None:
    assert sound("声") == sound("森") == sound("身")
    assert sound("融资") != sound("龙资")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("傅长河", "fuchanghe"),
        ("傅长河", "fch"),
        ("傅长河", "fuzhanghe"),
        ("曾长乐", "zengchangyue"),
        ("王乐", "wangle"),
    ],
)
def test_given_names_are_found_by_either_reading(name: str, typed: str) -> None:
    assert typed in spellings(name)
