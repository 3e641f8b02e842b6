"""Examples of mentors and their list for the styleguide; the people are invented."""

from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict


def _term(name: str, slug: str = "") -> dict[str, str]:
    return {"slug": slug or name, "name": name, "name_en": ""}


def listed(card: dict[str, Any], place: int) -> dict[str, Any]:
    """A mentor as the list shows them: the first was found by words, the second suits what the visitor chose."""
    words = "最近两年主要陪早期团队谈种子轮，条款逐条讲。"
    return {
        "name": _marked(card["name"]),
        "headline": _marked(card["headline"]),
        "headline_waits": place == 0,
        "why": _marked(words, "种子轮") if place == 0 else None,
        "tags": [_marked(term["name"], "融资") for term in card["fields"][:3]],
        "reasons": ["擅长领域相符：融资"] if place == 1 else [],
        "pinned": place == 2,
    }


def _marked(text: str, words: str = "") -> SimpleNamespace:
    """A text with the place of some words in it."""
    start = text.find(words) if words else -1
    marks = ((start, start + len(words)),) if start >= 0 else ()
    return SimpleNamespace(text=text, marks=marks, hit=bool(marks))


def mentor_listing() -> dict[str, Any]:
    cards = [
        _card(
            "尉迟青", "青禾法务", "高级顾问", "股权架构、员工期权、投资协议逐条讲；也看合同里的坑。", 6, 17
        ),
        _card("王晓明", "海岸资本", "投资总监", "陪 30 多家初创企业走完融资，从讲清故事到对赌条款。", 11, 15),
        _card("㛃𬭎", "澜湾孵化器", "主任", "把样机变成产品。", 0, None),
        _card(
            "阿卜杜勒·热合曼·买买提",
            "海澜市海洋装备产业技术创新联盟秘书处",
            "执行秘书长兼中试基地负责人",
            "和链主企业谈第一张订单之前，该准备哪些材料，哪些话可以说，哪些话不能说；一句很长的介绍也要排得下。",
            3,
            22,
        ),
    ]
    facets = example_facets()
    return {
        "path": "#",
        "url": "#",
        "text": "种子轮怎么谈",
        "total": 41,
        "items": cards,
        "page": Paginator(range(41), 20).page(2),
        "facets": facets,
        "needs": [
            {"slug": slug, "label": label, "selected": slug == "funding"}
            for slug, label in (
                ("plan", "写商业计划书"),
                ("funding", "融资"),
                ("tax", "注册财税"),
                ("market", "打开市场"),
            )
        ],
        "other_needs": [{"slug": "law", "label": "合同法务", "selected": False}],
        "active": [value for facet in facets for value in facet["values"] if value["selected"]],
        "clear_url": "#",
        "sorts": [
            {"slug": "relevance", "label": "综合", "selected": True},
            {"slug": "newest", "label": "新聘", "selected": False},
        ],
        "reason": "因为你选了“融资”，相符的导师排在前面。",
        "personal": True,
        "wishes": {"field": ["funding"]},
        "wished": "融资",
        "kept": QueryDict(),
    }


def _card(
    name: str, organisation: str, position: str, headline: str, cases: int, years: int | None
) -> dict[str, Any]:
    return {
        "url": "#",
        "name": name,
        "organisation": organisation,
        "position": position,
        "headline": headline,
        "portrait": None,
        "fields": [_term("融资"), _term("商业计划书"), _term("智能制造")],
        "district": _term("澜湾区"),
        "ways": ["message", "meeting", "video"],
        "times": ["workday_evening", "weekend"],
        "stages": ["starting", "growing"],
        "years": years,
        "cases_count": cases,
        "figures": _figures(9 * cases),
    }


def _figures(services: int) -> dict[str, Any]:
    """A mentor's figures, shown from five services on."""
    base = {"services": services, "services_needed": 5, "replies": 57, "explicit_ratings": 41}
    return base | {"median_reply_hours": 9.2, "on_time_share": 0.98, "mean_rating": 4.8}


def example_facets() -> list[dict[str, Any]]:
    industries = [
        "智能制造",
        "海洋装备",
        "跨境电商",
        "餐饮文旅",
        "生物医药",
        "软件信息",
        "现代农业",
        "文化创意",
        "绿色能源",
        "商贸物流",
    ]
    districts = ["海东区", "澜湾区", "高新区", "北岭市"]
    return [
        {"name": name, "label": label, "values": [_value(word, place) for place, word in enumerate(words)]}
        for name, label, words in (("industry", "行业", industries), ("district", "区市", districts))
    ]


def _value(word: str, place: int) -> dict[str, Any]:
    return {"slug": word, "label": word, "count": (31 - 4 * place) % 17, "selected": place == 0, "url": "#"}
