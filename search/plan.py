"""How a query was understood: what understanding hands to every engine, and what a reader is told about it.

Pure values without a database. An engine sees words only: it never cuts, folds or corrects text itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Alternative:
    """One way to meet a concept: every word stands in the document, in whatever column.

    `characters` is set for Chinese text that the dictionary cuts into several words, or does not know: the same
    characters one after the other meet the concept too, at a low weight.
    """

    words: tuple[str, ...]
    characters: str = ""


@dataclass(frozen=True)
class Concept:
    """One thing that the reader asks for; `text` is the folded chunk it came from, the first alternative its own.

    `wider` are the alternatives of what it is a part or a kind of, for when nothing meets it.
    """

    text: str
    alternatives: tuple[Alternative, ...]
    wider: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Correction:
    """What was typed, and what it was taken for."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Plan:
    """A document matches when it meets every concept; a plan without concepts matches whatever the filters leave.

    `text` is the query as typed (cut to the longest length), `ignored` the stop words that were left out, `relaxed` the
    concepts that were given up because nothing met all of them, `aside` what of the ignored a reader may believe to have
    asked for: what they do not want, and words of a sentence that documents hold. `places` are the items of articles that
    are named, such as 第10条第4项: the articles are concepts, the items say where in them to look. `unmarked` are words that
    say nothing by themselves and are not marked in a text, beside others that do. `impossible` marks a query that holds
    nothing to look for (only punctuation): it matches nothing.
    """

    text: str = ""
    concepts: tuple[Concept, ...] = ()
    corrections: tuple[Correction, ...] = ()
    ignored: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unmarked: frozenset[str] = frozenset()
    impossible: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of every alternative, once, for highlighting."""
        found = (word for concept in self.concepts for way in concept.alternatives for word in way.words)
        return tuple(dict.fromkeys(found))

    def widened(self, concept: Concept) -> "Plan":
        """The plan with what one concept is a part or a kind of in its place."""
        wider = Concept(concept.text, concept.wider)
        concepts = tuple(wider if other == concept else other for other in self.concepts)
        return replace(self, concepts=concepts, relaxed=(*self.relaxed, concept.text))

    def without(self, concept: Concept) -> "Plan":
        """The plan with one concept given up."""
        kept = tuple(other for other in self.concepts if other != concept)
        return replace(self, concepts=kept, relaxed=(*self.relaxed, concept.text))

    def singles(self) -> Iterator["Plan"]:
        """One plan for each concept alone, the others given up."""
        for concept in self.concepts:
            others = tuple(other.text for other in self.concepts if other != concept)
            yield replace(self, concepts=(concept,), relaxed=(*self.relaxed, *others))
