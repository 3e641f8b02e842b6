"""SQLite: an FTS5 table whose tokenizer splits at blanks only, ranked by bm25 over weighted columns.

The index of words holds neither texts nor their lengths; triggers keep it in step with the texts (migration 0007). To
look up every hit's length would take three times as long as the rest of bm25. Where lengths are not known, bm25 is told
-1 for each column: next to an average of `LEAST` words or more that is as good as none, and no text is indexed with less.
To a text without length a single word is worth nearly as much as many, so weights are a quarter of what they were meant
to be: 1.2 x (1 - 0.75) stands in the formula where the average text has 1.2.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from search.engines.base import Draft
from search.engines.dialect import GAP, Matching, usable
from search.plan import Alternative, Plan

WORDS = "{ename name tag body}"
SCORE = "-bm25(search_words, 2.5, 1.5, 1.25, 0.25, 0.075)"
# The join's order is ours: words first, then only the entries that have them.
TABLES = "search_words CROSS JOIN search_entry e ON e.id = search_words.rowid"
# Characters in a row are looked for apart from words, and only where no word was found: beside words they would be weighed
# for every hit, which takes as long as all the rest, and add next to nothing to it.
APART = f"""
(SELECT rowid AS id, {SCORE} AS score FROM search_words WHERE search_words MATCH %s
UNION ALL SELECT rowid, {SCORE} FROM search_words WHERE search_words MATCH %s) t CROSS JOIN search_entry e ON e.id = t.id
"""  # noqa: S608 - our own words only
# Not REPLACE: what that takes away, no trigger hears of.
WRITE = """
INSERT INTO search_text (rowid, ename, name, tag, body, chars) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (rowid) DO UPDATE SET ename = excluded.ename, name = excluded.name, tag = excluded.tag,
    body = excluded.body, chars = excluded.chars
"""
SAME = "SELECT * FROM search_text WHERE rowid IN (SELECT value FROM json_each(%s))"
NOWHERE = "FALSE"
LEAST = 60
"""Words in the shortest text as it is indexed: gaps make up for what is missing."""
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
        return Matching(SCORE, TABLES, "search_words MATCH %s", parameters=[expression])

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
    columns = draft.ename, draft.name, draft.tag, draft.body, draft.chars
    missing = LEAST - sum(len(column.split()) for column in columns)
    return (*columns[:-1], " ".join([draft.chars, *[GAP] * missing])) if missing > 0 else columns


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
