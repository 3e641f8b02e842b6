"""Marks are offsets into the text that people read, whatever folding did to it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.folding import normalise
from search.analysis.highlight import excerpt, marks, telling
from search.plan import Alternative, Concept, Plan


def looking_for(*words: str, characters: str = "") -> Plan:
    return Plan("", (Concept("".join(words), (Alternative(words, characters),)),))


def marked(text: str, plan: Plan) -> list[str]:
    return [text[start:end] for start, end in marks(text, plan)]


@pytest.mark.parametrize(
    ("text", "plan", "expected"),
    [
        ("帮企业融资。", looking_for("融资"), ["融资"]),
        ("<b>ＳａａＳ</b>融資…融資", looking_for("saas", "融资"), ["ＳａａＳ", "融資", "融資"]),
        ("创业担保贷款", looking_for("贷款"), ["贷款"]),
        ("王雨桐", looking_for("雨桐"), ["雨桐"]),
        ("特色剧本杀小店", looking_for("本杀小", characters="本杀小"), ["本杀小"]),
        ("靠手艺做出口碑", looking_for("出口"), []),
        ("通过ISO 9001认证", looking_for("iso", "9001"), ["ISO", "9001"]),
        ("税务筹划", looking_for("税务", "筹划"), ["税务筹划"]),
        ("依照第十二条和第２条", looking_for("第12条"), ["第十二条"]),
        ("依照第十二条和第２条", looking_for("第2条"), ["第２条"]),
        ("什么都没有", Plan(), []),
    ],
)
def test_what_met_the_plan_is_marked(text: str, plan: Plan, expected: list[str]) -> None:
    assert marked(text, plan) == expected


def test_excerpt_shows_the_most_of_what_is_looked_for() -> None:
    text = "先说融资。" + "无关的话，" * 30 + "再说税务和融资，一起谈。" + "别的话，" * 30
    found = excerpt(text, looking_for("融资", "税务"), 30)
    assert len(found.text) <= 30
    assert {found.text[start:end] for start, end in found.marks} == {"融资", "税务"}
    assert found.text == text[found.start : found.end]
    assert found.text.startswith("再说")


def test_excerpt_without_marks_is_the_beginning() -> None:
    found = excerpt("很长的话" * 20, looking_for("融资"), 10)
    assert (found.start, found.end, found.marks) == (0, 10, ())


def test_text_that_would_show_nothing_is_not_telling() -> None:
    assert telling("很长的话" * 20, looking_for("融资"), 10) is None
    assert telling("商业计划书", looking_for("商业计划书"), 3) is None
    assert telling("帮企业融资。", looking_for("融资"), 10) == excerpt(
        "帮企业融资。", looking_for("融资"), 10
    )


def test_word_of_a_list_is_marked_for_each_plan_anew() -> None:
    for _time in range(2):
        assert marked("创业融资", looking_for("融资")) == ["融资"]
        assert marked("创业融资", looking_for("创业")) == ["创业"]


def test_stops_part_words_and_offsets_go_on_behind_them() -> None:
    assert marked("出，口；讲出口退税。ISO认证，出口", looking_for("出口", "iso")) == ["出口", "ISO", "出口"]


@given(st.text(st.characters()), st.integers(1, 60), st.text("融资资金做ab", max_size=30))
def test_marks_and_excerpts_stay_inside_the_original(noise: str, width: int, words: str) -> None:
    text = noise + words + noise
    plan = looking_for("融资", "ab", characters="资金")
    found = marks(text, plan)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    piece = excerpt(text, plan, width)
    assert 0 <= piece.start <= piece.end <= len(text)
    assert len(piece.text) <= width
    assert all(0 <= start < end <= len(piece.text) for start, end in piece.marks)


NOISE = st.text(st.sampled_from("😀👩\u200d💻ﬁ㈱½Ⅳ㎡ｱﾞ１Ａ，。 \u3000\u202e\ufe0fé한\U00020000"), max_size=8)


@given(NOISE, NOISE, st.sampled_from(["融资", "融資", "SaaS", "ＳａａＳ", "iso9001", "ＩＳＯ９００１"]))
def test_marks_cut_out_what_was_written_whatever_stands_around_it(
    before: str, after: str, written: str
) -> None:
    """Emoji of several code points, ligatures, full width, characters that fold into several or vanish."""
    text = f"{before}。{written}。{after}"
    wanted = Plan(concepts=(Concept("x", (Alternative((normalise(written),)),)),))
    found = [text[start:end] for start, end in marks(text, wanted)]
    assert written in found
    assert all(normalise(piece) == normalise(written) for piece in found)
    piece = excerpt(text, wanted, 60)
    assert written in [piece.text[start:end] for start, end in piece.marks]
