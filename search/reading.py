"""Where a text meets what this portal knows: its terms, names, words, and what editors said of them.

What the portal knows is put together anew when editors change a word, after words were counted, and every few minutes:
a new name is known as one then, and found by its characters before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from search.documents import Document
from search.heap import uncollected
from search.models import WordCount
from search.plan import Plan
from search.renewing import Renewed
from search.vocabulary import vocabulary
from search.warm import COUNTS, VOCABULARY

# Understanding brings dictionaries along; a process that never searches shall not load them.
if TYPE_CHECKING:
    from search.understanding.lexicon import Lexicon

REFRESH_SECONDS = 300
LEXICONS = 4
MOST_MEANINGS = 3


def understood(text: str, known: Mapping[str, Document], *, as_typed: bool = False) -> Plan:
    """How a text is understood where these documents may be found; never raises."""
    from search.understanding.understand import understand

    return understand(text, lexicon(known), as_typed=as_typed)


def meanings(text: str, known: Mapping[str, Document]) -> list[str]:
    """What a folded text may have been meant to be, the likeliest first; nothing where it is no slip."""
    from search.analysis.pinyin import toneless

    if (bare := toneless(text)) != text:
        return [bare]
    meant: dict[str, list[str]] = {}
    for correction in understood(text, known).corrections:
        meant.setdefault(correction.typed, []).append(correction.meant)
    texts = [text] if meant else []
    for typed, others in meant.items():
        texts = [one.replace(typed, other, 1) for one in texts for other in others]
    return texts[:MOST_MEANINGS]


def terms_for(beginning: str, known: Mapping[str, Document]) -> list[str]:
    """The words of lists that mean the same as a word with this folded beginning."""
    terms = lexicon(known).terms
    return [word for word in vocabulary().meaning(beginning) if word in terms][:MOST_MEANINGS]


def relaxed(plan: Plan, count: Callable[[Plan], int]) -> Plan:
    """The nearest plan that finds something, or the plan itself if nothing helps."""
    from search.understanding.relaxing import relax

    return relax(plan, count)


@dataclass
class _Known:
    """A lexicon, and the mark of the editors' words that it was told."""

    lexicon: "Lexicon"
    vocabulary: str


_lexicons: Renewed[_Known] = Renewed(LEXICONS, REFRESH_SECONDS, finish=lambda known: known.lexicon.load())


def lexicon(known: Mapping[str, Document]) -> "Lexicon":
    """What the portal knows, without what belongs to documents that are off. Only the first visitor of a process
    waits for it."""
    vocabulary_mark, counts_mark = VOCABULARY.current(), COUNTS.current()
    if vocabulary_mark is None or counts_mark is None:
        return _lexicon(known)
    make = partial(_known, known, vocabulary_mark)
    held = _lexicons.get(counts_mark, tuple(known), make)
    if held.vocabulary != vocabulary_mark:
        # What editors say holds at once, how people misspell it a moment later.
        held.lexicon.tell(**_chosen_words(known))
        held.vocabulary = vocabulary_mark
        _lexicons.renew(counts_mark, tuple(known), make)
    return held.lexicon


def forget() -> None:
    """Know nothing of before; for tests."""
    _lexicons.forget()


def _known(known: Mapping[str, Document], vocabulary_mark: str) -> _Known:
    return _Known(_lexicon(known), vocabulary_mark)


@uncollected()
def _lexicon(known: Mapping[str, Document]) -> "Lexicon":
    from search.understanding.lexicon import Lexicon

    counts = list(WordCount.objects.values_list("text", "documents", "is_phrase"))
    return Lexicon(
        **_chosen_words(known),
        names=[name for document in known.values() for name in document.names()],
        words={text: number for text, number, is_phrase in counts if not is_phrase},
        phrases={text: number for text, number, is_phrase in counts if is_phrase},
    )


def _chosen_words(known: Mapping[str, Document]) -> dict[str, Any]:
    """Terms, and what editors said, as a lexicon is told."""
    from search.understanding.lexicon import Term

    words = vocabulary()
    facets = {facet.name: facet for document in known.values() for facet in document.facets}
    # Whoever asks first may read English; the words of lists are looked for in the language they are indexed in.
    with translation.override(settings.LANGUAGE_CODE):
        terms = [
            Term(text, facet.name, value.id)
            for facet in facets.values()
            if facet.spoken
            for value in facet.values()
            for text in dict.fromkeys((str(value.name), value.name_en))
            if text
        ]
    return {
        "terms": terms,
        "synonyms": words.synonyms,
        "one_way": words.one_way,
        "stop_words": words.stop_words,
    }
