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
from search.models.vocabulary import BlockedWord, Pin, StopWord, Synonym

__all__ = [
    "BlockedWord",
    "Entry",
    "FacetBit",
    "Generation",
    "GenerationState",
    "Pin",
    "StopWord",
    "Suggestion",
    "SuggestionKey",
    "Synonym",
    "Text",
    "WordCount",
]
