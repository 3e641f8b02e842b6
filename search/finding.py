"""Finding: a text and filters go in, results that may be shown come out."""

from typing import Any

from search.query import SearchQuery, SearchResult


def find(query: SearchQuery, site: Any) -> SearchResult:
    """The answer for visitors of the site. Raises QueryRefused for what cannot be asked."""
    raise NotImplementedError
