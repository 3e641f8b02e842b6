"""What is given up, and in which order, when nothing meets all of a text."""

from collections.abc import Mapping

import pytest

from search.plan import Alternative, Concept, Plan
from search.understanding.relaxing import Count, relax


def plan(*texts: str, typed: str = "") -> Plan:
    return Plan(typed or " ".join(texts), tuple(Concept(text, (Alternative((text,)),)) for text in texts))


def counting(counts: Mapping[tuple[str, ...], int]) -> Count:
    return lambda asked: counts.get(tuple(concept.text for concept in asked.concepts), 0)


def texts(asked: Plan) -> list[str]:
    return [concept.text for concept in asked.concepts]


def test_plan_that_is_met_stays() -> None:
    asked = plan("民宿", "融资")
    assert relax(asked, counting({("民宿", "融资"): 1})) is asked


def test_characters_in_a_row_come_first_and_cost_nothing() -> None:
    found = relax(plan("民", "宿主", "理人", typed="民宿主理人"), counting({("民宿主理人",): 2, ("民",): 9}))
    assert texts(found) == ["民宿主理人"]
    assert found.relaxed == ()


def test_what_nobody_offers_is_given_up() -> None:
    found = relax(plan("民宿", "天文"), counting({("民宿",): 5}))
    assert texts(found) == ["民宿"]
    assert found.relaxed == ("天文",)


def test_rarest_is_given_up_first() -> None:
    counts = {("民宿",): 5, ("融资",): 50, ("日语",): 20, ("融资", "日语"): 3}
    found = relax(plan("民宿", "融资", "日语"), counting(counts))
    assert texts(found) == ["融资", "日语"]
    assert found.relaxed == ("民宿",)


def test_of_several_ways_the_commonest_is_given_up() -> None:
    counts = {("王雨桐",): 1, ("融资",): 50}
    found = relax(plan("王雨桐", "融资"), counting(counts))
    assert texts(found) == ["王雨桐"]
    assert found.relaxed == ("融资",)


def test_word_that_nobody_uses_gives_way_to_what_it_is_a_part_of() -> None:
    wages = Concept("月工资", (Alternative(("月工资",)),), wider=(Alternative(("工资",)),))

    def count(asked: Plan) -> int:
        return sum(way.words == ("工资",) for concept in asked.concepts for way in concept.alternatives)

    found = relax(Plan("月工资", (wages,)), count)
    assert found.concepts[0].alternatives == (Alternative(("工资",)),)
    assert found.relaxed == ("月工资",)


@pytest.mark.parametrize("typed", ["3D打印", "民宿 主"])
def test_letters_and_other_words_are_not_lost_to_characters_in_a_row(typed: str) -> None:
    found = relax(plan("3d", "打印", typed=typed), counting({("打印",): 3}))
    assert texts(found) == ["打印"]
    assert found.relaxed == ("3d",)


def test_plan_that_nothing_meets_comes_back() -> None:
    asked = plan("天文", "考古")
    assert relax(asked, counting({})) is asked


def test_plan_without_concepts_comes_back() -> None:
    assert relax(Plan(), counting({})) == Plan()
