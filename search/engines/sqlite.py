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
# Characters in a row are looked for apart from words, and only where no word was found: beside words they would be weighed
# for every hit, which takes as long as all the rest, and add next to nothing to it.
APART = f"""
(SELECT rowid AS id, {SCORE} AS score FROM search_text WHERE search_text MATCH %s
UNION ALL SELECT rowid, {SCORE} FROM search_text WHERE search_text MATCH %s) t CROSS JOIN search_entry e ON e.id = t.id
"""  # noqa: S608 - our own words only
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
        if len(concepts) == 1 and any(way.characters for way in concepts[0]):
            words, characters = _by_words(concepts[0]), _by_characters(concepts[0])
            return Matching("t.score", APART, "TRUE", parameters=[words, f"({characters}) NOT ({words})"])
        expression = " AND ".join(map(_concept, concepts))
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


def _concept(ways: Sequence[Alternative]) -> str:
    """A condition that meets one concept."""
    characters = _by_characters(ways)
    return f"({_by_words(ways)} OR {characters})" if characters else f"({_by_words(ways)})"


def _by_words(ways: Sequence[Alternative]) -> str:
    return " OR ".join(f"({' AND '.join(map(_word, way.words))})" for way in ways)


def _by_characters(ways: Sequence[Alternative]) -> str:
    return " OR ".join(f"(chars : {_string(' '.join(way.characters))})" for way in ways if way.characters)


def _word(word: str) -> str:
    """A word in whatever column; that of the characters has words of one character only, which are none there."""
    return f"{WORDS} : {_string(word)}" if len(word) == 1 else _string(word)


def _string(words: str) -> str:
    """A string of the query language: nothing in it is an operator, several words are a phrase."""
    return '"' + words.replace('"', '""') + '"'
