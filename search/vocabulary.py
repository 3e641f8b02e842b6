"""What editors told the search, as every process knows it a moment later."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from search.models import BlockedWord, Pin, StopWord, Synonym
from search.models.vocabulary import terms_of
from search.warm import VOCABULARY, Kept


@dataclass(frozen=True)
class Pinned:
    """A result to put first, from its first day to its last; None where there is no such end."""

    kind: str
    key: int
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)


@dataclass(frozen=True)
class Vocabulary:
    """All words are folded. Of `one_way` synonyms the first word finds the others, of `synonyms` each finds each."""

    synonyms: tuple[tuple[str, ...], ...]
    one_way: tuple[tuple[str, ...], ...]
    stop_words: frozenset[str]
    blocked: frozenset[str]
    pins: Mapping[tuple[int, str], tuple[Pinned, ...]]

    def blocks(self, folded: str) -> bool:
        """Whether a blocked word stands in the text."""
        return any(word in folded for word in self.blocked)

    def meaning(self, beginning: str) -> tuple[str, ...]:
        """Words that mean the same as one with this beginning."""
        groups = [group for group in self.synonyms if any(word.startswith(beginning) for word in group)]
        groups += [group for group in self.one_way if group[0].startswith(beginning)]
        return tuple(dict.fromkeys(word for group in groups for word in group))

    def pinned(self, site: int, folded: str, day: date) -> list[Pinned]:
        """What stands first for this text on that day, in order."""
        return [pin for pin in self.pins.get((site, folded), ()) if pin.holds(day)]


_kept: Kept[Vocabulary] = Kept(1)


def vocabulary() -> Vocabulary:
    """What holds now; four queries after a change, else one read of the cache."""
    return _kept.get(VOCABULARY.current(), "vocabulary", _read)


def _read() -> Vocabulary:
    pins: dict[tuple[int, str], list[Pinned]] = defaultdict(list)
    for pin in Pin.objects.all():
        pins[pin.site_id, pin.query].append(Pinned(pin.kind, pin.key, pin.since, pin.until))
    synonyms = list(Synonym.objects.values_list("words", "one_way"))
    return Vocabulary(
        synonyms=tuple(terms_of(words) for words, one_way in synonyms if not one_way),
        one_way=tuple(terms_of(words) for words, one_way in synonyms if one_way),
        stop_words=frozenset(StopWord.objects.values_list("word", flat=True)),
        blocked=frozenset(BlockedWord.objects.values_list("word", flat=True)),
        pins={key: tuple(found) for key, found in pins.items()},
    )
