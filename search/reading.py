"""Where a text meets what this portal knows: its terms, names, words, and what editors said of them.

What the portal knows is put together anew when editors change a word, after words were counted, and every few minutes:
a new name is known as one then, and found by its characters before.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from search.documents import Document
from search.models import WordCount
from search.plan import Plan
from search.vocabulary import vocabulary
from search.warm import COUNTS, VOCABULARY, Kept, current

# Understanding brings dictionaries along; a process that never searches shall not load them.
if TYPE_CHECKING:
    from search.understanding.lexicon import Lexicon

REFRESH_SECONDS = 300
LEXICONS = 4

_lexicons: "Kept[Lexicon]" = Kept(LEXICONS, seconds=REFRESH_SECONDS)


def understood(text: str, known: Mapping[str, Document], *, as_typed: bool = False) -> Plan:
    """How a text is understood where these documents may be found; never raises."""
    from search.understanding.understand import understand

    return understand(text, lexicon(known), as_typed=as_typed)


def relaxed(plan: Plan, count: Callable[[Plan], int]) -> Plan:
    """The nearest plan that finds something, or the plan itself if nothing helps."""
    from search.understanding.relaxing import relax

    return relax(plan, count)


def lexicon(known: Mapping[str, Document]) -> "Lexicon":
    """What the portal knows, without what belongs to documents that are off."""
    return _lexicons.get(current(VOCABULARY, COUNTS), tuple(known), lambda: _lexicon(known))


def _lexicon(known: Mapping[str, Document]) -> "Lexicon":
    from search.understanding.lexicon import Lexicon, Term

    words = vocabulary()
    counts = list(WordCount.objects.values_list("text", "documents", "is_phrase"))
    facets = {facet.name: facet for document in known.values() for facet in document.facets}
    return Lexicon(
        terms=[
            Term(text, facet.name, value.id)
            for facet in facets.values()
            if facet.spoken
            for value in facet.values()
            for text in dict.fromkeys((str(value.name), value.name_en))
            if text
        ],
        synonyms=words.synonyms,
        one_way=words.one_way,
        stop_words=words.stop_words,
        names=[name for document in known.values() for name in document.names()],
        words={text: number for text, number, is_phrase in counts if not is_phrase},
        phrases={text: number for text, number, is_phrase in counts if is_phrase},
    )
