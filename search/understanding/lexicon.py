"""What understanding may know: terms, synonyms, names, and the words and phrases that the index holds.

Built from plain data, without a database. The tables for pinyin and misspellings are made when first asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from portal.names import surname
from search.analysis.folding import normalise
from search.analysis.lookalikes import shape
from search.analysis.pinyin import accent, blurred, reading_of_given, readings, sound, syllables
from search.analysis.segmenting import cut, domain_words, is_chinese, is_word, parts
from search.analysis.tokens import address, name_parts, whole_name
from search.heap import uncollected
from search.understanding.half_typed import SHORTEST, HalfTyped
from search.understanding.neighbours import Neighbours, undoubled

T = TypeVar("T")
Groups = tuple[tuple[str, ...], ...]

FREQUENT_WORD, FREQUENT_PHRASE = 2, 3
MOST_READINGS = 8
MOST_READ = 50_000
MOST_EXPANSIONS = 4


@dataclass(frozen=True)
class Term:
    """A word of a controlled list, and which value of which facet it names."""

    text: str
    facet: str = ""
    value: str = ""


def _table(make: Callable[["Lexicon"], T]) -> cached_property[T]:
    """Made when first asked for, at one go: somebody may be waiting."""
    return cached_property(uncollected()(make))


class Lexicon:
    """Texts given are folded here; texts asked for are folded by whoever asks.

    `synonyms` are groups of words that mean the same; in `one_way` the first word also finds the others, an abbreviation
    in Latin letters only where nobody writes it. `words` and `phrases` are the index's words and neighbouring words, each with the number of documents that have it.
    """

    def __init__(
        self,
        *,
        terms: Iterable[Term] = (),
        synonyms: Iterable[Sequence[str]] = (),
        one_way: Iterable[Sequence[str]] = (),
        stop_words: Iterable[str] = (),
        names: Iterable[str] = (),
        words: Mapping[str, int] | None = None,
        phrases: Mapping[str, int] | None = None,
    ) -> None:
        self.tell(terms=terms, synonyms=synonyms, one_way=one_way, stop_words=stop_words)
        self.names = {whole_name(name): name.strip() for name in map(normalise, names)}
        self.words = dict(words or {})
        self.phrases = dict(phrases or {})

    def tell(
        self,
        *,
        terms: Iterable[Term],
        synonyms: Iterable[Sequence[str]],
        one_way: Iterable[Sequence[str]],
        stop_words: Iterable[str],
    ) -> None:
        """Know these chosen words instead of those before. Tables that are made stay as they are: misspellings and
        pinyin of a new word are known by the next lexicon."""
        self.terms = {normalise(term.text).strip(): term for term in terms}
        self.stop_words = frozenset(normalise(word).strip() for word in stop_words)
        groups = list(one_way)
        latin = [group for group in groups if _is_abbreviation(group[0])]
        self._same = _expansions(_held(synonyms), _held(group for group in groups if group not in latin))
        self._kinds = _expansions((), _held(latin))

    def knows(self, text: str) -> bool:
        """Whether the folded text is a term, a synonym or a name, or addresses somebody of a name."""
        return self.is_trusted(text) or text in self.names or self.is_address(text)

    def is_address(self, text: str) -> bool:
        """Whether somebody's family name is in the folded text, with 老师 behind it."""
        return text in self._addresses

    def expansions(self, text: str) -> tuple[str, ...]:
        """Other folded texts that answer a question for this one."""
        return self._same.get(text, ())

    def wider(self, text: str) -> tuple[str, ...]:
        """What the folded abbreviation is a part or a kind of: SaaS of 软件信息."""
        return self._kinds.get(text, ())

    def is_stop(self, text: str) -> bool:
        """Whether the folded text says nothing about what is looked for."""
        return text in self.stop_words

    def occurs(self, text: str) -> bool:
        """Whether some document is known to hold the folded text, as words or as part of a name."""
        return text in self.words or text in self.phrases or self.knows(text) or text in self._name_parts

    def frequency(self, text: str) -> int:
        """In how many documents a word or phrase stands, as far as is known."""
        return max(self.words.get(text, 0), self.phrases.get(text, 0))

    def is_phrase(self, text: str) -> bool:
        """Whether the words of the folded text often stand side by side."""
        return self.phrases.get(text, 0) >= FREQUENT_PHRASE

    def is_trusted(self, text: str) -> bool:
        """Whether people chose the folded text: a term or a synonym."""
        return text in self.terms or text in self._same or text in self._kinds

    def is_name(self, text: str) -> bool:
        """Whether somebody is called the folded text, or it is the given name of somebody."""
        return text in self.names or text in self._given_names

    def by_pinyin(self, typed: str) -> tuple[str, ...]:
        """The texts that are read like this, best first."""
        return tuple(self._readings.get(typed, ())[:MOST_READINGS])

    def by_initials(self, typed: str) -> tuple[str, ...]:
        """Terms, synonyms and names whose syllables begin like this, best first."""
        return tuple(self._initials.get(typed, ())[:MOST_READINGS])

    def by_beginnings(self, typed: str) -> tuple[str, ...]:
        """What somebody may be about to type in pinyin, every syllable by its beginning: chosen texts and names, else
        one word, best first."""
        found = self._half_typed.of(typed)
        whole, longer = ([text for text, is_whole in found if is_whole is wanted] for wanted in (True, False))
        for some in (whole, longer):
            if chosen := [text for text in some if self.is_trusted(text) or text in self.names]:
                return tuple(sorted(chosen, key=self._worth)[:MOST_READINGS])
        # Three letters are as likely an abbreviation: FDA is not 放大.
        return tuple(sorted(whole, key=self._worth)[:1]) if len(typed) > SHORTEST else ()

    def by_accent(self, typed: str) -> tuple[str, ...]:
        """The texts that are read like this by many who do not part zh from z or ang from an, best first."""
        return tuple(self._sounds.get(accent(typed), ())[:MOST_READINGS])

    def alike_in_sound(self, text: str) -> tuple[str, ...]:
        """Texts that sound like the folded text, best first; those that differ by accent only come last."""
        found = dict.fromkeys(
            [*self._readings.get("".join(syllables(text)), ()), *self._sounds.get(sound(text), ())]
        )
        return tuple(other for other in found if other != text and len(other) == len(text))

    def alike_in_strokes(self, text: str) -> tuple[str, ...]:
        """Texts that look like the folded text at a glance, best first."""
        return tuple(other for other in self._shapes.get(shape(text), ()) if other != text)

    def undoubled(self, text: str) -> tuple[str, ...]:
        """Texts that somebody has typed a part of twice."""
        return tuple(other for other in undoubled(text) if len(other) > 1 and self.occurs(other))

    def one_edit_away(self, text: str) -> tuple[str, ...]:
        """Texts that one character more, less or exchanged turns into this one, best first; no names."""
        return tuple(sorted(self._neighbours.of(text), key=self._worth))

    def reordered(self, text: str) -> tuple[str, ...]:
        """Texts of the same characters in another order, best first."""
        return tuple(other for other in self._orders.get("".join(sorted(text)), ()) if other != text)

    @uncollected()
    def load(self) -> None:
        """Make every table now, so that no reader waits for the first misspelling."""
        for table in (
            self._name_parts,
            self._readings,
            self._initials,
            self._half_typed,
            self._sounds,
            self._shapes,
            self._neighbours,
            self._orders,
        ):
            assert table is not None

    # Tables ---------------------------------------------------------------------------------------------------------

    @_table
    def _name_parts(self) -> frozenset[str]:
        return frozenset(
            part
            for name in self.names.values()
            for part in (*name_parts(name), whole_name(name))
            if len(part) > 1
        )

    @_table
    def _addresses(self) -> frozenset[str]:
        return frozenset(map(address, self._chinese_names))

    @_table
    def _entries(self) -> list[str]:
        """Everything that a misspelling may stand for except names, best first."""
        trusted = dict.fromkeys([*self.terms, *self._same, *self._kinds, *self._inner_phrases()])
        words = [word for word, count in self.words.items() if count >= FREQUENT_WORD and len(word) > 1]
        phrases = [phrase for phrase, count in self.phrases.items() if count >= FREQUENT_PHRASE]
        # Words of the trade may be meant before anybody has written of them.
        return sorted(dict.fromkeys([*trusted, *words, *phrases, *domain_words()]), key=self._worth)

    def _inner_phrases(self) -> Iterator[str]:
        """What terms consist of: 担保贷款 of 创业担保贷款."""
        for text in self.terms:
            yield from (part for word in cut(text) for part in parts(word.text) if len(part) > 1)

    def _worth(self, text: str) -> tuple[bool, bool, int, str]:
        return not self.is_trusted(text), not is_word(text), -self.frequency(text), text

    @_table
    def _readings(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for text, read in self._read_aloud:
            table["".join(read)].append(text)
        return table

    @_table
    def _initials(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for text in self._chinese_entries:
            if self.is_trusted(text):
                table["".join(syllable[:1] for syllable in _read(text))].append(text)
        for name, reads in self._name_readings:
            for initials in dict.fromkeys("".join(part[:1] for part in read) for read in reads):
                table[initials].append(name)
        return table

    @_table
    def _read_aloud(self) -> list[tuple[str, Sequence[str]]]:
        """Texts with their syllables, words before names, and these before what only stands side by side."""
        words = [(text, _read(text)) for text in self._chinese_entries]
        names = [(name, read) for name, reads in self._name_readings for read in reads]
        given = [(name, reading_of_given(name)) for name in self._given_names]
        chosen = [self.is_trusted(text) or is_word(text) for text, _syllables in words]
        return [
            *(one for one, first in zip(words, chosen, strict=True) if first),
            *names,
            *given,
            *(one for one, first in zip(words, chosen, strict=True) if not first),
        ]

    @_table
    def _chinese_names(self) -> list[str]:
        return [name for name in self.names if is_chinese(name)]

    @_table
    def _name_readings(self) -> list[tuple[str, list[tuple[str, ...]]]]:
        return [(name, readings(name)) for name in self._chinese_names]

    @_table
    def _given_names(self) -> dict[str, None]:
        given = (name[len(surname(name)) :] for name in self._chinese_names)
        return dict.fromkeys(name for name in given if len(name) > 1)

    @_table
    def _half_typed(self) -> HalfTyped:
        words = [text for text in self._chinese_entries if self.is_trusted(text) or is_word(text)]
        rows = [(_read(text), text) for text in words]
        rows += [(read, name) for name, reads in self._name_readings for read in reads]
        return HalfTyped(rows)

    @_table
    def _sounds(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for text, read in self._read_aloud:
            if text not in table[key := blurred(read)]:
                table[key].append(text)
        return table

    @_table
    def _shapes(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for text in [*self._chinese_entries, *self._chinese_names, *self._given_names]:
            table[shape(text)].append(text)
        return table

    @_table
    def _neighbours(self) -> Neighbours:
        return Neighbours(self._entries)

    @_table
    def _orders(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for text in [*self._entries, *self.names]:
            table["".join(sorted(text))].append(text)
        return table

    @_table
    def _chinese_entries(self) -> list[str]:
        return [text for text in self._entries if is_chinese(text)]


def _held(groups: Iterable[Sequence[str]]) -> Groups:
    return tuple(tuple(group) for group in groups)


@lru_cache(MOST_EXPANSIONS)
def _expansions(groups: Groups, one_way: Groups) -> Mapping[str, tuple[str, ...]]:
    """By folded word the others that it finds. Kept, as the next lexicon is mostly told the same; nobody changes it."""
    same: dict[str, dict[str, None]] = defaultdict(dict)
    for group in groups:
        folded = [normalise(word).strip() for word in group]
        for word in folded:
            same[word].update(dict.fromkeys(other for other in folded if other != word))
    for first, *others in one_way:
        same[normalise(first).strip()].update(dict.fromkeys(normalise(word).strip() for word in others))
    return {word: tuple(others) for word, others in same.items()}


@lru_cache(MOST_READ)
def _read(text: str) -> tuple[str, ...]:
    """Syllables by words: the words are few, the phrases many. Kept, as three tables and the next lexicon ask again."""
    return tuple(syllable for word in cut(text) for syllable in syllables(word.text))


def _is_abbreviation(word: str) -> bool:
    folded = normalise(word).strip()
    return folded.isascii() and folded.isalnum()
