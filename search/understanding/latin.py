"""Letters and digits in a query: words of the index, or Chinese typed on a Latin keyboard."""

import string
from collections.abc import Iterable, Iterator

from search.understanding.lexicon import Lexicon

SHORTEST_INITIALS = 2
SHORTEST_MISTAKE = 5  # one edit of fewer letters is anything
LONGEST_MISTAKE = 30


def readings(typed: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The Chinese texts that folded letters stand for, in full pinyin or by initials; () when they stand for none."""
    if not typed.isalpha():
        return ()
    found = lexicon.by_pinyin(typed)
    if not found and len(typed) >= SHORTEST_INITIALS:
        found = lexicon.by_initials(typed)
    return _best(found, lexicon)


def spelt_like(typed: str, lexicon: Lexicon) -> str | None:
    """A known spelling, pinyin or word, that one slip of the finger turns into `typed`."""
    if not SHORTEST_MISTAKE <= len(typed) <= LONGEST_MISTAKE or not typed.isascii():
        return None
    return next((near for near in _slips(typed) if lexicon.occurs(near) or lexicon.by_pinyin(near)), None)


def _best(found: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Chosen words before all else: they are what a few letters are short for."""
    found = tuple(found)
    terms = tuple(text for text in found if text in lexicon.terms)
    trusted = tuple(text for text in found if lexicon.is_trusted(text))
    names = tuple(text for text in found if text in lexicon.names)
    word = tuple(text for text in found if text not in lexicon.names)[:1]
    return terms or trusted or (*word, *names)


def _slips(typed: str) -> Iterator[str]:
    """Two letters exchanged, one too many, one missing, one wrong: the likelier first."""
    places = range(len(typed))
    yield from (typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in places[:-1])
    yield from (typed[:i] + typed[i + 1 :] for i in places)
    yield from (
        typed[:i] + letter + typed[i:] for i in range(len(typed) + 1) for letter in string.ascii_lowercase
    )
    yield from (typed[:i] + letter + typed[i + 1 :] for i in places for letter in string.ascii_lowercase)
