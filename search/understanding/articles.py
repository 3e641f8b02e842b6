"""Articles of a law in what somebody typed, and their items: 管理办法第三条, 办法 第 3 条, 管理办法三条, 第十条（四）."""

import re

from portal.numerals import to_int
from search.analysis.segmenting import NUMERAL, Word, is_article, runs

LAW = "办法|条例|规定|细则|规则|章程"
NAME_OF_A_LAW = re.compile(f"(?P<name>.*(?:{LAW}))的?")
AFTER_A_LAW = re.compile(f"(?<={LAW}) *(?={NUMERAL} ?条(?:$|[^\\w]|第|{NUMERAL} ?[款项]))")
"""Where 三条 without 第 names an article, and is no number of things."""

# The paragraph is passed over: items are numbered through the whole article.
PART = re.compile(
    f"(?: ?第? ?{NUMERAL} ?款)?"
    f"(?: ?第? ?(?:\\( ?(?P<bracketed>{NUMERAL}) ?\\) ?项?|(?P<item>{NUMERAL}) ?项(?!目))"
    f"(?: ?第? ?(?P<sub_item>{NUMERAL}) ?目)?)?"
)


def name_of_a_law(chunk: str) -> str:
    """What the folded chunk calls a law, or the end of its name, without 的; "" where it names none."""
    named = NAME_OF_A_LAW.fullmatch(chunk)
    return named["name"] if named else ""


def articles_apart(text: str) -> tuple[str, tuple[str, ...]]:
    """The folded text with blanks around every number of an article, each written in one way, and the items that are
    named behind them, which are taken out of it: 第10条第4项."""
    text, places = AFTER_A_LAW.sub(" 第", text), []
    for run in reversed([run for run in runs(text) if is_article(run.text)]):
        place, end = _place(text, run)
        text = f"{text[: run.start]} {run.text} {text[end:]}"
        if place != run.text:
            places.append(place)
    return text, tuple(dict.fromkeys(reversed(places)))


def place_of(label: str) -> str:
    """The one way to write the place in a law that the folded text names: 第十条第四项 → 第10条第4项; "" for none."""
    run = next(iter(runs(label)), None)
    return _place(label, run)[0] if run and is_article(run.text) else ""


def _place(text: str, article: Word) -> tuple[str, int]:
    """An article with the item that is named behind it, and where it ends in the text."""
    part = PART.match(text, article.end)
    assert part  # it may be empty
    place = article.text
    if item := part["bracketed"] or part["item"]:
        place += f"第{to_int(item)}项"
    if part["sub_item"]:
        place += f"第{to_int(part['sub_item'])}目"
    return place, part.end()
