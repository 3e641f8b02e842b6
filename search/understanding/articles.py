"""Articles of a law in what somebody typed: 管理办法第三条, 办法 第 3 条, 管理办法三条."""

import re

from search.analysis.segmenting import NUMERAL, is_article, runs

LAW = "办法|条例|规定|细则|规则|章程"
NAME_OF_A_LAW = re.compile(f".*(?:{LAW})的?")
AFTER_A_LAW = re.compile(f"(?<={LAW}) *(?={NUMERAL} ?条(?:$|[^\\w]))")
"""Where 三条 without 第 names an article, and is no number of things."""


def names_a_law(chunk: str) -> bool:
    """Whether the folded chunk is the name of a law, or the end of one."""
    return NAME_OF_A_LAW.fullmatch(chunk) is not None


def articles_apart(text: str) -> str:
    """The folded text with blanks around every number of an article, and each written in one way."""
    text = AFTER_A_LAW.sub(" 第", text)
    for run in reversed([run for run in runs(text) if is_article(run.text)]):
        text = f"{text[: run.start]} {run.text} {text[run.end :]}"
    return text
