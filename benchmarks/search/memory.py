"""The smallest engine that answers plans: an inverted index in memory. It is the floor that others are held against."""

import math
from collections import defaultdict
from collections.abc import Iterable

from search.analysis.tokens import Tokens
from search.plan import Alternative, Concept, Plan

WEIGHTS = {"ename": 10.0, "name": 6.0, "tag": 5.0, "body": 1.0}
CHARACTERS = 0.3


class MemoryEngine:
    """Scores like the database engine's columns: the best column counts, more occurrences add little."""

    def __init__(self, documents: Iterable[tuple[int, Tokens]]) -> None:
        self.scores: dict[str, dict[int, float]] = defaultdict(dict)
        self.chars: dict[str, dict[int, list[int]]] = defaultdict(dict)
        self.size = 0
        for key, tokens in documents:
            self.size += 1
            self._add(key, tokens)

    def _add(self, key: int, tokens: Tokens) -> None:
        for column, weight in WEIGHTS.items():
            for word in getattr(tokens, column).split():
                held = self.scores[word]
                held[key] = held.get(key, 0.0) + weight
        for place, character in enumerate(tokens.chars.split()):
            self.chars[character].setdefault(key, []).append(place)

    def search(self, plan: Plan) -> dict[int, float]:
        """The score of every document that meets the plan."""
        if plan.impossible:
            return {}
        found: dict[int, float] | None = None
        for concept in plan.concepts:
            scores = self._concept(concept)
            if found is None:
                found = scores
            else:
                found = {key: score + scores[key] for key, score in found.items() if key in scores}
        return found or {}

    def ranked(self, plan: Plan) -> list[int]:
        """The keys of everything that the plan finds, best first."""
        scores = self.search(plan)
        return sorted(scores, key=lambda key: (-scores[key], key))

    def count(self, plan: Plan) -> int:
        return len(self.search(plan))

    def _concept(self, concept: Concept) -> dict[int, float]:
        total: dict[int, float] = defaultdict(float)
        for way in concept.alternatives:
            for key, score in self._alternative(way).items():
                total[key] += score
        return total

    def _alternative(self, way: Alternative) -> dict[int, float]:
        held = [self.scores.get(word, {}) for word in way.words]
        keys = set.intersection(*(set(scores) for scores in held)) if held else set()
        found = {key: sum(self._weight(scores, key) for scores in held) for key in keys}
        for key in self._phrase(way.characters):
            found[key] = found.get(key, 0.0) + CHARACTERS
        return found

    def _weight(self, scores: dict[int, float], key: int) -> float:
        rarity = math.log(1 + self.size / len(scores))
        return rarity * scores[key] / (scores[key] + 2.0)

    def _phrase(self, characters: str) -> Iterable[int]:
        if not characters:
            return ()
        places = [self.chars.get(character, {}) for character in characters]
        keys = set.intersection(*(set(held) for held in places))
        return [key for key in keys if self._in_a_row([places[i][key] for i in range(len(places))])]

    @staticmethod
    def _in_a_row(places: list[list[int]]) -> bool:
        sets = [set(held) for held in places]
        return any(all(start + step in held for step, held in enumerate(sets)) for start in places[0])
