"""A document's tokens: every column serves its purpose, and no text runs on into the next."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokens import BREAK, tokens


def test_name_is_found_by_every_part() -> None:
    made = tokens(name="王雨桐")
    assert made.ename == "王雨桐"
    assert made.name.split()[:6] == ["王", "王雨", "王雨桐", "雨", "雨桐", "桐"]
    assert made.name.split()[6:] == ["wangyutong", "wyt", "王老师"]
    assert made.tag == made.body == ""


def test_name_in_letters_is_found_by_its_words() -> None:
    made = tokens(name="Anna Weber")
    assert made.ename == "annaweber"
    assert made.name.split() == ["anna", "weber"]


def test_labels_and_texts_become_words() -> None:
    made = tokens(tags=["融資", "懂ＳａａＳ"], body=["创业担保贷款"])
    assert made.tag.split() == ["融资", "懂", "saas"]
    assert made.body.split() == ["创业", "担保", "贷款", "担保贷款", "创业担保贷款"]


def test_no_phrase_runs_across_parts_or_punctuation() -> None:
    made = tokens(name="王明", tags=["融", "资"], body=["公社，保留"])
    assert made.chars.split() == ["王", "明", BREAK, "融", BREAK, "资", BREAK, "公", "社", BREAK, "保", "留"]


@given(st.text(st.characters()), st.lists(st.text(st.characters())), st.lists(st.text()))
def test_columns_are_tokens_with_single_blanks(name: str, tags: list[str], body: list[str]) -> None:
    made = tokens(name=name, tags=tags, body=body)
    for column in (made.ename, made.name, made.tag, made.body, made.chars):
        assert column == " ".join(column.split())
        assert "\x00" not in column
        column.encode()
    assert len(made.ename.split()) <= 1


def test_law_is_found_by_every_ending_of_its_name() -> None:
    made = tokens(laws=["《海澜市导师办法》"], tags=["融资"])
    assert made.tag.split() == ["融资", "海澜市导师办法", "澜市导师办法", "市导师办法", "导师办法"]
