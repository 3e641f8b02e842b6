"""Wagtail's own search, with which editors find pages, images, documents and snippets in the admin.

Stock, it takes a run of Chinese between two punctuation marks for one word. Here text is folded and cut into words
before it is indexed, and so is what is asked; a query without any word (only punctuation) finds nothing. Public search
does not come here: see `search.finding`.

Leans on three names of modelsearch: `ObjectIndexer.prepare_value`, the `query` that its compilers are made with, and
`add_items` of its index.
tests/search/test_wagtail_backend.py holds it to them. After this module or the analysis has changed, run
`manage.py wagtail_update_index`.
"""

from itertools import islice
from typing import Any

from django.db import connection, transaction
from modelsearch.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from search.analysis import normalise
from search.analysis.segmenting import cut, cut_for_index, parts

LONGEST_QUERY, MOST_WORDS = 300, 30
# A character that no text has once it is folded: PostgreSQL's counts by type know no query for nothing.
IN_NO_TEXT = "\ue000"


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend for the default database; modelsearch looks for this name."""
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres import postgres as stock

        return _segmenting(stock, stock.PostgresSearchBackend)(params)
    from modelsearch.backends.database.sqlite import sqlite as stock

    return _segmenting(stock, stock.SQLiteSearchBackend)(params)


def words_of(query: SearchQuery) -> SearchQuery:
    """The same query over words: phrases ask for all of their words, a misspelling is asked as it stands."""
    match query:
        case PlainText():
            words = _asked(query.query_string)
            return PlainText(words, operator=query.operator, boost=query.boost) if words else _nothing()
        case Phrase():
            return words_of(PlainText(query.query_string))
        case Fuzzy():
            return words_of(PlainText(query.query_string, operator=query.operator))
        case And() | Or():
            return type(query)([words_of(part) for part in query.subqueries])
        case Not():
            return Not(words_of(query.subquery))
        case Boost():
            return Boost(words_of(query.subquery), query.boost)
        case _:
            return query


def _nothing() -> SearchQuery:
    return PlainText(IN_NO_TEXT) if connection.vendor == "postgresql" else MATCH_NONE


def _asked(text: str) -> str:
    """The smallest words of the text: a long word may be cut otherwise where it stands beside others."""
    words = (parts(word.text) for word in cut(normalise(text[:LONGEST_QUERY])))
    smallest = dict.fromkeys(piece for pieces in words for piece in (pieces[:-1] or pieces))
    return " ".join(islice(smallest, MOST_WORDS))


def _segmenting(stock: Any, base: type[Any]) -> type[Any]:
    """A backend on top of the stock one. The indexer has no other place to be exchanged than its module."""
    if not issubclass(stock.ObjectIndexer, _CutsWords):
        stock.ObjectIndexer = type("ObjectIndexer", (_CutsWords, stock.ObjectIndexer), {})
    compilers = ("query_compiler_class", "autocomplete_query_compiler_class")
    own = {name: type(name, (_AsksWords, getattr(base, name)), {}) for name in compilers}
    index_class = type("SegmentingIndex", (_WritesAlone, base.index_class), {})
    return type("SegmentingSearchBackend", (base,), {**own, "index_class": index_class})


class _CutsWords:
    """An indexer whose values are words with blanks between them."""

    def prepare_value(self, value: Any) -> str:
        return " ".join(cut_for_index(normalise(super().prepare_value(value))))  # type: ignore[misc]


class _WritesAlone:
    """An index that looks and writes in one transaction.

    On SQLite modelsearch looks which objects are there and then inserts the others: of two jobs for the same new object
    both would insert it. A transaction takes SQLite's one writing lock at its beginning (settings, IMMEDIATE), so that
    the second job looks after the first has written. PostgreSQL inserts or updates in one statement.
    """

    def add_items(self, model: type[Any], objs: Any) -> None:
        with transaction.atomic(using=self.write_connection.alias):  # type: ignore[attr-defined]
            super().add_items(model, objs)  # type: ignore[misc]


class _AsksWords:
    """A compiler of queries over words."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = words_of(self.query)
