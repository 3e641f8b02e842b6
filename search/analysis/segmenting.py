"""Words of folded text, by dictionary alone: what is cut in a query is cut the same way in a document.

No guessing of unknown words: a guess depends on the neighbours, so a query would miss what it should find. Unknown
text falls apart into single characters and is found by its characters in a row.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portal.numerals import to_int
from search.heap import uncollected

if TYPE_CHECKING:
    from rjieba import Jieba

FOLDER = Path(__file__).parent
HAN = "〇々㐀-鿿豈-﫿\U00020000-\U000323af"
HAN_BUT_ORDINAL = "〇々㐀-\u7b2b\u7b2d-鿿豈-﫿\U00020000-\U000323af"  # all but 第
DIGIT = "[一二三四五六七八九]"
NUMERAL = (
    f"(?:[0-9]{{1,3}}|{DIGIT}百(?:零{DIGIT}|{DIGIT}十{DIGIT}?)?|{DIGIT}?十{DIGIT}?"
    f"|{DIGIT}[〇零一二三四五六七八九]{{0,2}})"
)
ARTICLE = f"第 ?{NUMERAL} ?条(?![件款])"
# 第三条之一 is an article of its own; in 第三条之一般规定 the third one is named.
NUMERALS = "〇零一二三四五六七八九十百"
NUMBERED = (
    f"第 ?(?P<number>{NUMERAL}) ?条(?![件款])"
    f"(?: ?之 ?(?P<inserted>{NUMERAL})(?![0-9{NUMERALS}般切定致体律类种些级等样次个人家名处]))?"
)
RUN = re.compile(
    f"(?P<article>{NUMBERED})|(?P<han>(?:[{HAN_BUT_ORDINAL}]+|(?!{ARTICLE})第)+)|(?:(?![{HAN}])[^\\W_])+"
)
ARTICLE_WORD = re.compile("第[0-9]+条(?:之[0-9]+)?")
CHINESE = re.compile(rf"[{HAN}]+")
LONGEST_PHRASE = 8
LETTERS_OR_DIGITS = re.compile(r"\d+|\D+")


class Word(NamedTuple):
    """A word and where it stands in the folded text."""

    text: str
    start: int
    end: int


def runs(text: str) -> Iterator[Word]:
    """The unbroken stretches of Chinese, of letters and digits, and numbers of articles; all else only parts them."""
    return (Word(_text(run), *run.span()) for run in RUN.finditer(text))


def is_article(text: str) -> bool:
    """Whether the word is the number of an article: 第12条, 第3条之1, which is what every spelling of it becomes."""
    return ARTICLE_WORD.fullmatch(text) is not None


def _text(run: re.Match[str]) -> str:
    if not run["article"]:
        return run[0]
    inserted = f"之{to_int(run['inserted'])}" if run["inserted"] else ""
    return f"第{to_int(run['number'])}条{inserted}"


def is_chinese(text: str) -> bool:
    """Whether the text consists of Chinese characters alone."""
    return CHINESE.fullmatch(text) is not None


def cut(text: str) -> list[Word]:
    """The words of folded text one after the other, without overlaps: for queries."""
    words: list[Word] = []
    for run in runs(text):
        if not is_chinese(run.text):
            words.append(run)
            continue
        start = run.start
        for piece in _jieba().cut(run.text, hmm=False):
            words.append(Word(piece, start, start + len(piece)))
            start += len(piece)
    return words


def cut_for_index(text: str) -> list[str]:
    """The words of folded text with the words inside them: for documents."""
    words: list[str] = []
    for run in RUN.finditer(text):
        for word in _jieba().cut(run[0], hmm=False) if run["han"] else (_text(run),):
            words += parts(word)
    return words


def is_domain_word(text: str) -> bool:
    """Whether it is a word of starting up, policies and trades: something that people ask for."""
    return text in domain_words()


def neighbours(words: list[Word]) -> Iterator[str]:
    """Pairs of Chinese words that stand side by side: what a lexicon counts to know phrases no dictionary has."""
    for first, second in pairwise(words):
        text = first.text + second.text
        if first.end == second.start and len(text) <= LONGEST_PHRASE and is_chinese(text):
            yield text


@lru_cache(maxsize=1 << 16)
def parts(word: str) -> tuple[str, ...]:
    """The words that a word is found by: those inside it, and itself last. iso9001 → iso, 9001, iso9001.

    Nothing but itself finds an article: 第12条 is neither 12 nor 第2条.
    """
    if is_article(word):
        return (word,)
    inside = _inner(word) if is_chinese(word) else LETTERS_OR_DIGITS.findall(word)
    return *(part for part in inside if part != word), word


def pieces(word: str) -> tuple[str, ...]:
    """The fewest words that a long word is laid out in: 商标侵权 → 商标, 侵权; () where it does not come apart."""
    return min(_tilings(word), key=len, default=()) if is_chinese(word) else ()


def is_word(text: str) -> bool:
    """Whether the dictionary knows it as a word of two characters or more."""
    return len(text) > 1 and _jieba().has_word(text)


def _inner(word: str) -> list[str]:
    """The words inside a word. Those across the border of two others do not count: 融资 is not in 金融资产."""
    tilings = list(_tilings(word))
    if not tilings:
        blocked = _blocked().get(word, frozenset())
        return [part for part in _stretches(word) if part not in blocked and is_word(part)]
    laid = dict.fromkeys(piece for tiling in tilings for piece in tiling)
    return list(dict.fromkeys(part for piece in laid for part in parts(piece)))


def _tilings(word: str, whole: bool = False) -> Iterator[tuple[str, ...]]:
    """Every way to lay the word out in words of two characters or more, but not as itself alone."""
    if whole and is_word(word):
        yield (word,)
    for end in range(2, len(word) - 1):
        if is_word(word[:end]):
            yield from ((word[:end], *rest) for rest in _tilings(word[end:], whole=True))


def _stretches(word: str) -> Iterator[str]:
    for length in range(2, len(word)):
        yield from (word[start : start + length] for start in range(len(word) - length + 1))


@cache
@uncollected()
def _jieba() -> "Jieba":
    """A segmenter of our own: that of the module is shared with whoever else uses it in this process."""
    from rjieba import Jieba  # loads its dictionary, so not before it is needed

    jieba = Jieba()
    for word in domain_words():
        jieba.add_word(word, None, None)
    return jieba


@cache
def domain_words() -> frozenset[str]:
    """The words of starting up, policies and trades."""
    return frozenset(word for line in _lines("dictionary.txt") for word in line.split())


@cache
def _blocked() -> dict[str, frozenset[str]]:
    entries = (line.split() for line in _lines("blocked.txt"))
    return {word: frozenset(inside) for word, *inside in entries}


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
