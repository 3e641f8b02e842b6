"""Which numbers are found, and which are left alone (D10, M14)."""

from random import Random

import pytest

from cms_pages.personal_data.detectors import Kind, find, normalised_number
from cms_pages.personal_data.numbers import check_character
from tests.cms_pages.personal_data import plants

ID = "37029919900101123" + check_character("37029919900101123")
OLD_ID = "370299900101123"
MOBILE = "13800138000"


def kinds(text: str, **options: object) -> list[str]:
    return [match.kind.value for match in find(text, **options)]


@pytest.mark.parametrize("spelling", list(plants.spellings(MOBILE)))
def test_mobile_numbers_when_spelled_as_people_do_then_500_of_500_are_found(spelling):
    random = Random(f"mobile {spelling}")
    numbers = [plants.mobile(random) for _ in range(500)]
    texts = [f"联系人王女士，{plants.spellings(number)[spelling]}，工作日接听。" for number in numbers]
    assert [[match.value for match in find(text)] for text in texts] == [[number] for number in numbers]


@pytest.mark.parametrize("spelling", list(plants.spellings(ID)))
def test_id_numbers_when_spelled_as_people_do_then_500_of_500_are_found(spelling):
    random = Random(f"id {spelling}")
    numbers = [plants.resident_id(random) for _ in range(500)]
    texts = [f"王女士（{plants.spellings(number)[spelling]}）" for number in numbers]
    assert [[match.value for match in find(text)] for text in texts] == [[number] for number in numbers]


def test_random_18_digit_numbers_when_searched_then_none_of_5000_is_taken_for_an_id():
    random = Random(18)
    numbers = ("".join(random.choice("0123456789") for _ in range(18)) for _ in range(5000))
    assert [number for number in numbers if find(number)] == []


@pytest.mark.parametrize(
    "text",
    [
        "+86 138 0013 8000",
        "8613800138000",
        "(+86)138-0013-8000",
        "008613800138000",
        "tel:13800138000",
        "Tel13800138000",
        "13800138000@hailan.example",
        "微信同号wx13800138000",
        "①13800138000",
        "13800138000-801",
        "1 3 8 0 0 1 3 8 0 0 0",
        "手机 138 001 38000",
        "电话：1380013\n8000",
        "联系 13800 138000",
        "1.王女士13800138000;2.李先生",
        "1 138 0013 8000",
        "王 370299199001010000 138 0013 8000",
        "138 0013 8000 2026-11-22",
        "25 人，138 0013 8000",
        "ＴＥＬ：＋８６　１３８　００１３　８０００",
    ],
)
def test_mobile_number_when_written_in_odd_ways_then_it_is_found(text):
    assert [(match.kind, match.value) for match in find(text)] == [(Kind.MOBILE, MOBILE)]


@pytest.mark.parametrize(
    "text",
    [
        "0532-85891234",
        "0532 8589 1391",
        "400-138-0013",
        "12333",
        "2026-11-22 13:30",
        "20261122133000",
        "13800138000元",
        "￥13800138000",
        "13800138000.50",
        "共 13,800,138,000 元",
        "15000\n200000",
        "150 200 300 45",
        "各区户数：130 1353 1838 551 629",
        "各区户数：1417 470 1305 1580",
        "384 1562 133 1862 1240",
        "预算 138 0013 8000 元",
        "联系电话：0532-85891234\n各区户数：1417 470 1305",
        "139.196.120.33",
        "HL13800138000",
        "91370202MA3C138001",
        "138001380001",
        "0.13800138000",
        "2026-138-0013-8000",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "1 3 5 7 9 1 1 1 3 1 5 1 7",
    ],
)
def test_other_figures_when_searched_then_nothing_is_found(text):
    assert find(text) == []


def test_mobile_numbers_when_they_stand_in_a_row_then_each_is_found():
    assert [match.value for match in find("138 0013 8000 139 0013 9000")] == [MOBILE, "13900139000"]


def test_id_number_when_next_to_others_then_each_is_found_once():
    assert kinds(f"1 {ID} {MOBILE}；{ID}") == ["resident_id", "mobile"]


def test_id_number_when_its_last_character_is_a_small_x_then_it_is_found():
    first = next(
        f"3702991990010{n:04}" for n in range(1000, 9999) if check_character(f"3702991990010{n:04}") == "X"
    )
    assert [match.value for match in find(f"身份证：{first}x")] == [f"{first}X"]


def test_id_number_when_mistyped_then_it_counts_only_where_it_is_called_one():
    wrong = ID[:17] + ("0" if ID[17] != "0" else "1")
    assert kinds(f"身份证号 {wrong}") == ["resident_id"]
    assert kinds(f"流水 {wrong}") == []


@pytest.mark.parametrize("day", ["20990101", "18990101", "19900230", "19901301"])
def test_id_number_when_its_date_cannot_be_a_birthday_then_it_is_left_alone(day):
    first = f"370299{day}123"
    assert find(f"身份证 {first}{check_character(first)}") == []


def test_old_id_number_when_called_one_or_alone_in_a_cell_then_it_is_found():
    assert kinds(f"身份证 {OLD_ID}") == ["resident_id"]
    assert kinds(OLD_ID, context="姓名\t") == ["resident_id"]


def test_old_id_number_when_in_running_text_or_under_a_code_heading_then_it_is_left_alone():
    assert kinds(f"序列 {OLD_ID} 号") == []
    assert kinds(OLD_ID, context="税号\t") == []


def test_bank_card_when_named_then_it_is_found_and_else_left_alone():
    card = plants.bank_card(Random(1))
    spaced = " ".join(card[start : start + 4] for start in range(0, len(card), 4))
    assert kinds(f"卡号：{spaced}") == ["bank_card"]
    assert kinds(card, context="银行卡号\t") == ["bank_card"]
    assert kinds(f"流水 {card}") == []
    assert kinds(f"账号：{card[:-1]}{(int(card[-1]) + 1) % 10}") == []


def test_allowed_number_when_found_then_it_is_not_reported():
    allowed = {normalised_number("+86 138-0013-8000")}
    assert kinds("热线 138 0013 8000，值班 13900139000", allowed=allowed) == ["mobile"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("０５３２－８５８９１２３４", "053285891234"),
        ("86 13800138000", MOBILE),
        ("12333", "12333"),
        (ID.lower(), ID),
    ],
)
def test_allowed_number_when_normalised_then_digits_remain(written, expected):
    assert normalised_number(written) == expected


def test_match_when_shown_then_the_number_is_masked_and_never_in_its_repr():
    card = plants.bank_card(Random(2))
    matches = find(f"身份证 {ID}，手机 {MOBILE}，卡号 {card}，旧身份证 {OLD_ID}")
    masked = {match.masked for match in matches}
    assert masked == {f"37{'*' * 13}{ID[-3:]}", "138****8000", "*" * 15 + card[-4:], f"37{'*' * 10}123"}
    assert not any(match.value in repr(match) for match in matches)


def test_long_text_when_searched_then_it_takes_time_in_proportion():
    text = "关于开展二〇二六年度创业赋能中心入驻单位招募工作的公告 2026-11-22 0532-85891234\n" * 5000
    assert find(text + "1 " * 50_000 + "1\n3\n" * 20_000) == []
