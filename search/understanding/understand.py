"""What somebody typed becomes a plan: chunks, concepts, corrections, synonyms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from search.analysis.folding import normalise
from search.analysis.segmenting import cut, is_article, is_chinese, is_domain_word, runs
from search.analysis.tokens import SHORTEST_ENDING
from search.plan import Alternative, Concept, Correction, Plan
from search.understanding.articles import articles_apart, name_of_a_law
from search.understanding.correcting import corrected
from search.understanding.grouping import Kind, Segment, literal, segments
from search.understanding.latin import in_one_script, meant_by, readings
from search.understanding.lexicon import Lexicon
from search.understanding.people import addressed
from search.understanding.refusing import wanted_and_refused
from search.understanding.separable import joined
from search.understanding.ways import concept, lifted

LONGEST_TEXT = 100
MOST_CONCEPTS = 12
MOST_LIFTING = 3
MOST_TOLD = 3  # meanings of one text


def understand(text: str, lexicon: Lexicon, *, as_typed: bool = False) -> Plan:
    """The plan of any text; never raises, and is bounded whatever comes in.

    With `as_typed` misspellings stay as they are and must be met by the same characters in a row; pinyin is still read.
    """
    typed = text[:LONGEST_TEXT]
    folded = normalise(typed)[:LONGEST_TEXT]
    folded, places = articles_apart(folded)
    reader = _Reader(lexicon, as_typed)
    for chinese, chunks in groupby(_joined(_chunks(folded), lexicon), key=_has_chinese):
        read = reader.read_chinese if chinese else reader.read_latin
        read(list(chunks))
    concepts, ignored, aside = reader.result()
    return Plan(
        text=typed,
        concepts=concepts,
        corrections=tuple(dict.fromkeys(reader.corrections)),
        ignored=ignored,
        aside=aside,
        places=places,
        unmarked=_unmarked(concepts, lexicon, law=bool(reader.names_of_laws)),
        impossible=not concepts and bool(typed.strip()),
    )


def _unmarked(concepts: Iterable[Concept], lexicon: Lexicon, law: bool) -> frozenset[str]:
    """Words that say nothing, and single letters, where the plan asks for more than that."""
    if not law and all(lexicon.is_stop(one.text) for one in concepts):
        return frozenset()
    words = {word for one in concepts for way in one.alternatives if len(way.words) > 1 for word in way.words}
    words |= {one.text for one in concepts if law}
    return frozenset(word for word in words if lexicon.is_stop(word) or (len(word) == 1 and word.isascii()))


def _chunks(text: str) -> Iterator[str]:
    """What is written without a break: SaaS融资 is one chunk."""
    return (chunk[0] for chunk in re.finditer(r"[^\W_]+", text))


def _joined(chunks: Iterator[str], lexicon: Lexicon) -> Iterator[str]:
    """The chunks, with Chinese characters that are written apart joined where they are a name or words: 融 资."""
    for apart, stretch in groupby(chunks, key=lambda chunk: len(chunk) == 1 and is_chinese(chunk)):
        characters = list(stretch)
        together = "".join(characters)
        if apart and (lexicon.knows(together) or all(len(word.text) > 1 for word in cut(together))):
            yield together
        else:
            yield from characters


def _has_chinese(chunk: str) -> bool:
    return any(is_chinese(run.text) for run in runs(chunk))


@dataclass
class _Reader:
    """Collects what the chunks of a text ask for, in their order.

    `plain` are words of the general dictionary, with whether something known stands in the same chunk; `refused` is what
    is named only to say that it is not wanted; `law` the words of a law's name, which count beside the number of an
    article even where they say nothing by themselves; `names_of_laws` the names as a whole.
    """

    lexicon: Lexicon
    as_typed: bool
    asked: list[Concept] = field(default_factory=list)
    singles: list[str] = field(default_factory=list)
    plain: dict[str, bool] = field(default_factory=dict)
    stops: list[str] = field(default_factory=list)
    refused: list[Segment] = field(default_factory=list)
    law: list[str] = field(default_factory=list)
    names_of_laws: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    def read_chinese(self, chunks: list[str]) -> None:
        for chunk in chunks:
            wanted, refused = wanted_and_refused(self._segments(chunk))
            self.refused += refused
            self._read(wanted)
            if name := name_of_a_law(chunk):
                self.law += [segment.text for segment in wanted if len(segment.text) > 1]
                self.names_of_laws += [name] if len(name) >= SHORTEST_ENDING else []

    def _read(self, found: list[Segment]) -> None:
        beside_known = any(segment.kind is Kind.KNOWN for segment in found)
        for segment in found:
            self._sort(segment.text, segment.kind, beside_known)
        for single, stretch in groupby(found, key=lambda segment: len(segment.text) == 1):
            characters = list(stretch)
            if single and any(segment.kind is Kind.LOOSE for segment in characters):
                self.singles.append("".join(segment.text for segment in characters))

    def _segments(self, chunk: str) -> list[Segment]:
        """The segments of what the chunk means; as typed, what may be a slip is one segment by itself."""
        if self.lexicon.knows(chunk):
            return segments(chunk, self.lexicon)
        chunk = addressed(chunk, self.lexicon)
        if not self.as_typed:
            chunk = joined(chunk, self.lexicon)
        meant, corrections = self._corrected(chunk)
        if self.as_typed:
            return literal(chunk, [correction.typed for correction in corrections], self.lexicon)
        self.corrections += corrections
        return segments(meant, self.lexicon)

    def _corrected(self, chunk: str) -> tuple[str, list[Correction]]:
        chunk, joined = in_one_script(chunk, self.lexicon)
        texts, corrections = [], list(joined)
        for run in runs(chunk):
            text, made = corrected(run.text, self.lexicon) if is_chinese(run.text) else (run.text, ())
            texts.append(text)
            corrections += made
        return "".join(texts), corrections

    def _sort(self, text: str, kind: Kind, beside_known: bool) -> None:
        if kind is Kind.STOP:
            self.stops.append(text)
        elif kind is Kind.LOOSE and len(text) == 1:
            pass  # counts with what stands beside it, and only where nothing else is asked for
        elif kind is Kind.LATIN:
            self._latin_word(text)
        else:
            self.asked.append(concept(text, self.lexicon))
            if not is_domain_word(text) and (kind is Kind.WORD or (kind is Kind.LOOSE and not self.as_typed)):
                self.plain[text] = beside_known

    def read_latin(self, stretch: list[str]) -> None:
        """Words typed apart may be one: `rong zi`, `business plan`."""
        while stretch:
            used = next((n for n in range(len(stretch), 1, -1) if self._one(stretch[:n])), 1)
            if used == 1:
                self._latin_word(stretch[0])
            del stretch[:used]

    def _one(self, stretch: list[str]) -> bool:
        together, spaced = "".join(stretch), " ".join(stretch)
        if self.lexicon.knows(spaced):
            self.asked.append(concept(spaced, self.lexicon))
        elif together in self.lexicon.names or self._is_spelt_out(stretch):
            self.asked.append(concept(together, self.lexicon))
        elif not any(map(self.lexicon.occurs, stretch)) and (meant := readings(together, self.lexicon)):
            self.asked.append(concept(spaced, self.lexicon, meant))
        else:
            return False
        return True

    def _is_spelt_out(self, stretch: list[str]) -> bool:
        """Whether letter by letter they are a word: S a a S."""
        return all(len(letter) == 1 for letter in stretch) and self.lexicon.occurs("".join(stretch))

    def _latin_word(self, word: str) -> None:
        if self.lexicon.is_stop(word):
            self.stops.append(word)
        elif self.lexicon.occurs(word):
            self.asked.append(concept(word, self.lexicon))
        elif word.isdigit():
            self.stops.append(word)
        elif meant := readings(word, self.lexicon):
            self.asked.append(concept(word, self.lexicon, meant))
        elif not self.as_typed and (meant := meant_by(word, self.lexicon)):
            self.corrections += [Correction(word, one) for one in meant[:MOST_TOLD]]
            self.asked.append(concept(meant[0], self.lexicon, meant))
        else:
            self.asked.append(concept(word, self.lexicon))

    def result(self) -> tuple[tuple[Concept, ...], tuple[str, ...], tuple[str, ...]]:
        """What is asked for, what was ignored, and what of this may have been meant: stop words and single characters
        count only when alone."""
        if not self.asked:
            self._read(self.refused)  # there is nothing else to go by
            self.refused = []
        self.stops += (segment.text for segment in self.refused)
        if any(is_article(one.text) for one in self.asked):
            self.asked = [*(concept(word, self.lexicon) for word in self.law), *self.asked]
            self.stops = [word for word in self.stops if word not in self.law]
        if self.asked:
            asked, talk = self._without_talk(list({one.text: one for one in self.asked}.values()))
            ignored = tuple(dict.fromkeys([*self.stops, *self.singles, *talk]))
            return tuple(self._by_law(asked)[:MOST_CONCEPTS]), ignored, self._aside(talk)
        left = list(dict.fromkeys(self.singles or self._telling_stops()))
        asked = self._by_law([concept(text, self.lexicon) for text in left])
        ignored = tuple(dict.fromkeys(word for word in self.stops if word not in left))
        return tuple(asked[:MOST_CONCEPTS]), ignored, ()

    def _telling_stops(self) -> list[str]:
        """Where nothing else was typed: the words of a trade or a list, else whatever is more than a character."""
        words = [word for word in self.stops if len(word) > 1]
        return list(filter(is_domain_word, words)) or words or self.stops

    def _by_law(self, asked: list[Concept]) -> list[Concept]:
        """What is asked for, met the better by what is called like the law that was named."""
        if not asked or not self.names_of_laws:
            return asked
        names = [Concept(name, (Alternative((name,)),)) for name in self.names_of_laws]
        # The words of the name come first, and stay when an article that the law lacks is given up.
        return [lifted(asked[0], names), *asked[1:]]

    def _aside(self, talk: list[str]) -> tuple[str, ...]:
        """What is refused, and of the talk what documents hold."""
        refused = (one.text for one in self.refused if one.kind is not Kind.STOP and len(one.text) > 1)
        return tuple(dict.fromkeys([*refused, *filter(self.lexicon.occurs, talk)]))

    def _without_talk(self, asked: list[Concept]) -> tuple[list[Concept], list[str]]:
        """Plain words in a sentence, or written on to known ones, lift what has them and exclude nothing; beside the
        number of an article alone they name its law."""
        talk = [one for one in asked if one.text in self.plain and (self.stops or self.plain[one.text])]
        kept = [one for one in asked if one not in talk]
        if not talk or all(one.text in self.plain or is_article(one.text) for one in kept):
            return asked, []
        return [lifted(one, talk[:MOST_LIFTING]) for one in kept], [one.text for one in talk]
