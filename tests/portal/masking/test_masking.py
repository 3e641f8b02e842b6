"""Masks (D6): one format a kind, everywhere."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from api.masked import MaskedField
from portal import masking
from portal.masking import MASKS, mask


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("phone", "13800138000", "138****8000"),
        ("phone", "+86 138-0013-8000", "138****8000"),
        ("phone", "053288880000", "532****0000"),
        ("phone", "88881234", "******34"),
        ("phone", "12", "**"),
        ("id_number", "37020219900307123X", "37*************23X"),
        ("id_number", "370202900307123", "37**********123"),
        ("id_number", "3702", "****"),
        ("bank_card", "6222021234567890123", "***************0123"),
        ("bank_card", "6222", "****"),
        ("name", "张三丰", "张**"),
        ("name", "张", "张**"),
        ("name", "欧阳明日", "欧**"),
        ("name", "John Smith", "J**"),
        ("email", "zhang.san@hailan.example", "z**@hailan.example"),
        ("email", "not an address", "**"),
        ("address", "山东省青岛市市南区香港中路1号", "山东省青岛市**"),
        ("address", "香港中路", "**"),
    ],
)
def test_mask_shows_what_the_format_shows(kind: str, value: str, masked: str) -> None:
    assert mask(kind, value) == masked


@pytest.mark.parametrize("kind", MASKS)
@pytest.mark.parametrize("nothing", [None, ""])
def test_mask_of_nothing_is_nothing(kind: str, nothing: str | None) -> None:
    assert mask(kind, nothing) == ""


def test_unknown_kind_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        mask("shoe_size", "42")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系张三13800138000。", "联系张三138****8000。"),
        ("电话：138 0013 8000，备用 139-1234-5678", "电话：138****8000，备用 139****5678"),
        ("tel+86 13800138000", "tel+86 138****8000"),
        ("身份证37020219900307123x", "身份证37*************23x"),
        ("卡号 6222 0212 3456 7890 123", "卡号 ***************0123"),
        ("写信到 zhang@hailan.example 即可", "写信到 z**@hailan.example 即可"),
        ("１３８００１３８０００", "138****8000"),
        ("ｚ＠", "ｚ＠"),
        ("文号〔2026〕12号，金额 1380013元", "文号〔2026〕12号，金额 1380013元"),
        ("a1b138001380002c", "a1b138001380002c"),
        ("", ""),
    ],
)
def test_numbers_in_a_text_are_masked_and_nothing_else(text: str, masked: str) -> None:
    assert masking.text(text) == masked


@given(st.text(alphabet="0123456789Xx@.- 张a", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masking.text(text)
    assert masking.text(once) == once


def test_filter_masks_in_templates() -> None:
    page = Template('{% load masks %}{{ phone|mask:"phone" }} {{ none|mask:"name" }}.')
    assert page.render(Context({"phone": "13800138000", "none": None})) == "138****8000 ."


def test_field_masks_in_the_api_and_takes_nothing() -> None:
    field = MaskedField(kind="id_number")
    assert field.to_representation("37020219900307123X") == "37*************23X"
    assert field.read_only
    with pytest.raises(AssertionError):
        MaskedField(kind="shoe_size")
