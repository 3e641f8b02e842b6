"""Texts within one edit of each other, by the texts that are left when one character is taken away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 3  # one edit of two characters is anything


class Neighbours:
    """Finds texts of three characters or more by one character more, less or exchanged."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._table: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            if len(text) >= SHORTEST:
                for key in _keys(text):
                    self._table[key].append(text)

    def of(self, text: str) -> Iterator[str]:
        """Every known text one edit away, each once."""
        if len(text) < SHORTEST:
            return
        seen = {text}
        for key in _keys(text):
            for other in self._table.get(key, ()):
                if other not in seen and _one_edit(text, other):
                    seen.add(other)
                    yield other


def undoubled(text: str) -> Iterator[str]:
    """The text without one of two equal parts that stand side by side: 融融资, 直播直播带货."""
    for length in (1, 2):
        for place in range(len(text) - 2 * length + 1):
            if text[place : place + length] == text[place + length : place + 2 * length]:
                yield text[:place] + text[place + length :]


def _keys(text: str) -> set[str]:
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}


def _one_edit(one: str, other: str) -> bool:
    """Whether they differ by one character; common keys alone also join texts that differ by two."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return abs(len(one) - len(other)) == 1
