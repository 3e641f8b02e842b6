"""SQLite: an FTS5 table whose tokenizer splits at blanks only, ranked by bm25 over weighted columns."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from search.engines.base import Draft
from search.engines.dialect import Matching, usable
from search.plan import Alternative, Plan

WORDS = "{ename name tag body}"
SCORE = "-bm25(search_text, 10, 6, 5, 1, 0.3)"
# The join's order is ours: words first, then only the entries that have them.
TABLES = "search_text CROSS JOIN search_entry e ON e.id = search_text.rowid"
WRITE = """
INSERT OR REPLACE INTO search_text (rowid, ename, name, tag, body, chars) VALUES (%s, %s, %s, %s, %s, %s)
"""
SAME = "SELECT rowid, * FROM search_text WHERE rowid IN (SELECT value FROM json_each(%s))"
NOWHERE = "FALSE"
STEPS = 5_000
"""Of the database's machine; a hundred or so belong to one hit."""


class SQLite:
    def matching(self, plan: Plan) -> Matching:
        concepts = list(usable(plan))
        if not all(concepts):
            return Matching("0.0", "search_entry e", NOWHERE)
        expression = " AND ".join(f"({' OR '.join(map(_alternative, ways))})" for ways in concepts)
        return Matching(SCORE, TABLES, "search_text MATCH %s", parameters=[expression])

    def write(self, texts: Sequence[tuple[int, Draft]]) -> None:
        rows: list[tuple[int | str, ...]] = [(key, *_columns(draft)) for key, draft in texts]
        with connection.cursor() as cursor:
            cursor.executemany(WRITE, rows)

    def same(self, texts: Sequence[tuple[int, Draft]]) -> set[int]:
        expected = {key: _columns(draft) for key, draft in texts}
        with connection.cursor() as cursor:
            cursor.execute(SAME, [json.dumps(list(expected))])
            return {key for key, *columns in cursor.fetchall() if tuple(columns) == expected[key]}

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """The database works in this thread and asks now and then whether to go on."""
        connection.ensure_connection()
        handle: Any = connection.connection
        last = time.monotonic() + seconds
        handle.set_progress_handler(lambda: time.monotonic() > last, STEPS)
        try:
            yield
        finally:
            handle.set_progress_handler(None, 0)


def _columns(draft: Draft) -> tuple[str, ...]:
    return draft.ename, draft.name, draft.tag, draft.body, draft.chars


def _alternative(way: Alternative) -> str:
    words = " AND ".join(map(_word, way.words))
    return f"({words}) OR (chars : {_string(' '.join(way.characters))})" if way.characters else f"({words})"


def _word(word: str) -> str:
    """A word in whatever column; that of the characters has words of one character only, which are none there."""
    return f"{WORDS} : {_string(word)}" if len(word) == 1 else _string(word)


def _string(words: str) -> str:
    """A string of the query language: nothing in it is an operator, several words are a phrase."""
    return '"' + words.replace('"', '""') + '"'
