"""What an engine stores of a document: words with blanks between them, in columns of falling weight.

An engine splits at blanks and does nothing else, so that every engine finds the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.names import surname
from search.analysis.folding import normalise
from search.analysis.pinyin import spellings
from search.analysis.segmenting import cut_for_index, is_chinese, runs

LONGEST_NAME_PART = 8
SHORTEST_ENDING = 4
BREAK = "ǀ"
"""Stands between parts in `chars`, a letter to every engine and on no keyboard: no phrase runs across it."""


@dataclass(frozen=True)
class Tokens:
    """The columns of a document; each is tokens with single blanks between them.

    `ename` is the whole name as one token, `name` every part of it and how it is typed on a Latin keyboard, `tag` the
    words of labels and headline, and endings of laws' names, `body` the words of everything else. `chars` holds the Chinese characters of all of it
    one by one, in their order, for phrases.
    """

    ename: str
    name: str
    tag: str
    body: str
    chars: str


def tokens(
    *, name: str = "", laws: Iterable[str] = (), tags: Iterable[str] = (), body: Iterable[str] = ()
) -> Tokens:
    """The tokens of a document. Every text stands for itself: neither words nor phrases run on into the next."""
    name = normalise(name)
    tag_texts, body_texts = [normalise(text) for text in tags], [normalise(text) for text in body]
    return Tokens(
        ename=whole_name(name),
        name=" ".join(dict.fromkeys((*name_parts(name), *_typed(name)))),
        tag=" ".join(filter(None, (_words(tag_texts), *map(_endings, laws)))),
        body=_words(body_texts),
        chars=" ".join(_characters([name, *tag_texts, *body_texts])),
    )


def whole_name(name: str) -> str:
    """A folded name as the one token that it is found by: anna weber → annaweber."""
    return "".join(run.text for run in runs(name))


def name_parts(name: str) -> Iterator[str]:
    """What a folded name is found by: any characters in a row of a Chinese name, any word of another."""
    for run in runs(name):
        yield from _substrings(run.text) if is_chinese(run.text) else (run.text,)


def _endings(law: str) -> str:
    """The name of a law as people know it, from wherever they begin: 导师管理办法, 管理办法."""
    whole = whole_name(normalise(law))
    return " ".join(whole[start:] for start in range(len(whole) - SHORTEST_ENDING + 1))


def _typed(name: str) -> Iterable[str]:
    """The pinyin of a Chinese name and its initials: a new name is found by them before any lexicon knows it; and how
    people address somebody of this name."""
    return (*spellings(name), address(name)) if is_chinese(name) else ()


def address(name: str) -> str:
    """How people speak to somebody of this Chinese name: 王雨桐 → 王老师."""
    return f"{surname(name)}老师"


def _substrings(text: str) -> Iterator[str]:
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + LONGEST_NAME_PART) + 1):
            yield text[start:end]


def _words(texts: Iterable[str]) -> str:
    return " ".join(word for text in texts for word in cut_for_index(text))


def _characters(texts: Iterable[str]) -> Iterator[str]:
    """Chinese characters, with one BREAK wherever anything else stands between them."""
    fresh = True
    for text in texts:
        for run in runs(text):
            if not is_chinese(run.text):
                continue
            if not fresh:
                yield BREAK
            fresh = False
            yield from run.text
