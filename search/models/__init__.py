"""The index's rows, what editors tell the search, and how often queries were asked."""

from search.models.demand import QueryDay
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
    "QueryDay",
    "StopWord",
    "Suggestion",
    "SuggestionKey",
    "Synonym",
    "Text",
    "WordCount",
]
