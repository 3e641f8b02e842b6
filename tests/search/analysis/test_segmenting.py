"""Text is cut into the same words whether it is searched or searched for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import normalise
from search.analysis.segmenting import cut, cut_for_index, domain_words, is_chinese, neighbours, parts

# The word arises only across the border of two others.
BORDERS = [
    ("在厂里培养老师傅", "养老"),
    ("靠手艺做出口碑", "出口"),
    ("公社保留了老屋", "社保"),
    ("每周线上市集", "上市"),
    ("态度和服务都好", "和服"),
    ("欧亚洲际航线", "亚洲"),
    ("规章程序齐全", "章程"),
    ("金融资产登记", "融资"),
    ("带渔民宿营海岛", "民宿"),
    ("提高企业效率", "高企"),
    ("结合规模看账", "合规"),
    ("发展会员三千人", "展会"),
    ("每种产品牌号", "品牌"),
    ("一个研究生", "研究"),
]


@pytest.mark.parametrize(("text", "word"), BORDERS)
def test_word_across_a_border_is_not_in_the_index(text: str, word: str) -> None:
    assert word in text
    assert word not in cut_for_index(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("特色民宿主理人", "民宿"),
        ("创业担保贷款贴息", "担保贷款"),
        ("创业担保贷款贴息", "贷款"),
        ("法律咨询", "法律"),
        ("会计师事务所", "会计师"),
        ("直播带货", "带货"),
        ("做SaaS融资", "saas"),
        ("通过iso9001认证", "9001"),
        ("通过iso9001认证", "iso"),
        ("通过iso9001认证", "iso9001"),
    ],
)
def test_word_inside_a_longer_one_is_in_the_index(text: str, word: str) -> None:
    assert word in cut_for_index(normalise(text))


def test_every_domain_word_is_kept_whole() -> None:
    assert [word for word in domain_words() if [one.text for one in cut(word)] != [word]] == []


def test_parts_end_with_the_word_itself() -> None:
    assert parts("创业担保贷款") == ("创业", "担保", "贷款", "担保贷款", "创业担保贷款")


def test_neighbours_are_pairs_without_anything_between() -> None:
    assert list(neighbours(cut("税务和法律，合同 saas"))) == ["税务和", "和法律"]


@given(st.text())
def test_words_cover_the_text_in_order_and_at_their_places(text: str) -> None:
    folded = normalise(text)
    words = cut(folded)
    assert [folded[word.start : word.end] for word in words] == [word.text for word in words]
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert sum(len(word.text) for word in words if is_chinese(word.text)) == sum(map(is_chinese, folded))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("依照第三条办理", ["依照", "第3条", "办理"]),
        ("第３條", ["第3条"]),
        ("第 12 条", ["第12条"]),
        ("第十二条第二款", ["第12条", "第二", "二款", "第二款"]),
        ("第一百零三条", ["第103条"]),
        ("第一〇三条", ["第103条"]),
        ("第三条款", ["第三", "条款"]),
        ("第条", ["第", "条"]),
        ("第12345条", ["第", "12345", "条"]),
    ],
)
def test_number_of_an_article_is_one_word_however_it_is_written(text: str, words: list[str]) -> None:
    assert cut_for_index(normalise(text)) == words


def test_number_of_an_article_keeps_its_place_in_the_text() -> None:
    assert cut("办法第二十三条和") == [("办法", 0, 2), ("第23条", 2, 7), ("和", 7, 8)]
