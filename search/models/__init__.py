"""The index's rows, and what editors tell the search."""

from search.models.index import (
    Entry,
    FacetBit,
    Generation,
    GenerationState,
    Suggestion,
    SuggestionKey,
    Text,
    WordCount,
)
from search.models.outbox import DrainState, OutboxRow
from search.models.vocabulary import BlockedWord, Pin, StopWord, Synonym

__all__ = [
    "BlockedWord",
    "DrainState",
    "Entry",
    "FacetBit",
    "Generation",
    "GenerationState",
    "OutboxRow",
    "Pin",
    "StopWord",
    "Suggestion",
    "SuggestionKey",
    "Synonym",
    "Text",
    "WordCount",
]
