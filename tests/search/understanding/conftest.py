"""A small portal's lexicon."""

import pytest

from search.understanding.lexicon import Lexicon, Term


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    fields = ("融资", "税务筹划", "股权设计", "知识产权", "跨境电商", "供应链", "担保贷款")
    words = (
        "saas",
        "iso",
        "税务",
        "筹划",
        "股权",
        "激励",
        "股权激励",
        "民宿",
        "商标",
        "注册",
        "直播",
        "直播带货",
        "咖啡馆",
        "erp",
    )
    return Lexicon(
        terms=[*(Term(text, "field", text) for text in fields), Term("日语", "language", "ja")],
        synonyms=[
            ("跨境电商", "卖到国外", "出海"),
            ("品牌设计", "VI设计"),
            ("开公司", "注册公司"),
            ("分股权", "股权设计"),
        ],
        one_way=[("投资", "融资")],
        stop_words=[
            "我",
            "想",
            "找",
            "一个",
            "会",
            "懂",
            "的",
            "导师",
            "老师",
            "怎么",
            "办",
            "有没有",
            "做",
            "怎么办",
            "请问",
        ],
        names=["王雨桐", "曾可心", "尉迟清扬", "单思齐", "Anna Weber"],
        words=dict.fromkeys(words, 5) | {"农产品": 4, "销售": 9},
        phrases={"商标注册": 4, "精品咖啡": 3},
    )
