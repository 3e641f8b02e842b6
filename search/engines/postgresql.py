"""PostgreSQL: vectors and queries written as literals, so that no parser, dictionary or locale takes part.

Matching asks the long vectors through their GIN indexes. Ranking reads the short head vector, which lies in the row:
to unpack the long one of every hit would cost three times the search. What only the long ones match scores a
constant.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from search.engines.base import Draft
from search.engines.dialect import Matching, clean, usable
from search.plan import Alternative, Plan

# By weight from D to A: body, tag, name, ename, as the other engine weighs its columns.
RANK = "10 * ts_rank('{0.1, 0.5, 0.6, 1}', t.head, %s::tsquery)"
BODY, CHARACTERS = 0.1, 0.03
# Words first, by their indexes: the planner knows nothing of what it costs to unpack a long vector, and would rather read
# the whole table, or, before it has counted the rows, look for words once for every entry. OFFSET 0 keeps the order.
TABLES = """
(SELECT rowid, head, words FROM search_text t WHERE {condition} OFFSET 0) t
CROSS JOIN LATERAL (SELECT * FROM search_entry WHERE id = t.rowid OFFSET 0) e
"""
NOWHERE = "FALSE"
POSITIONS = 255
"""As many positions of one word are kept by the database."""

NEW = "unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS new (r, w, h, c)"
WRITE = f"""
INSERT INTO search_text (rowid, words, head, chars)
SELECT r, w::tsvector, h::tsvector, c::tsvector FROM {NEW}
ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words, head = EXCLUDED.head, chars = EXCLUDED.chars
"""  # noqa: S608 - our own words only
SAME = f"""
SELECT t.rowid FROM search_text t JOIN {NEW} ON t.rowid = r
WHERE t.words = w::tsvector AND t.head = h::tsvector AND t.chars = c::tsvector
"""  # noqa: S608


class PostgreSQL:
    def matching(self, plan: Plan) -> Matching:
        concepts = list(usable(plan))
        if not all(concepts):
            return Matching("0.0", "search_entry e", NOWHERE)
        conditions = [_concept(ways) for ways in concepts]
        rank = _any(word for ways in concepts for way in ways for word in way.words)
        score, score_parameters = f"{RANK} + {BODY}", [rank]
        if any(way.characters for ways in concepts for way in ways):
            by_words = " & ".join(f"({' | '.join(map(_all_words, ways))})" for ways in concepts)
            score = f"{RANK} + CASE WHEN t.words @@ %s::tsquery THEN {BODY} ELSE {CHARACTERS} END"
            score_parameters = [rank, by_words]
        return Matching(
            score,
            TABLES.format(condition=" AND ".join(condition for condition, _parameters in conditions)),
            "TRUE",
            score_parameters,
            [parameter for _condition, parameters in conditions for parameter in parameters],
        )

    def write(self, texts: Sequence[tuple[int, Draft]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, _vectors(texts))

    def same(self, texts: Sequence[tuple[int, Draft]]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(SAME, _vectors(texts))
            return {key for (key,) in cursor.fetchall()}

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """A transaction of its own; inside another one the limit is lifted at the end. Tables are read by index."""
        with transaction.atomic(), connection.cursor() as cursor:
            longest = max(int(seconds * 1000), 1)
            cursor.execute(f"SET LOCAL statement_timeout = {longest}; SET LOCAL enable_seqscan = off")
            yield
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT")


def _concept(ways: Sequence[Alternative]) -> tuple[str, list[str]]:
    """A condition that meets one concept, with its parameters."""
    parameters = [" | ".join(map(_all_words, ways))]
    phrases = [" <-> ".join(map(_lexeme, way.characters)) for way in ways if way.characters]
    if not phrases:
        return "t.words @@ %s::tsquery", parameters
    return "(t.words @@ %s::tsquery OR t.chars @@ %s::tsquery)", [
        *parameters,
        " | ".join(f"({phrase})" for phrase in phrases),
    ]


def _all_words(way: Alternative) -> str:
    return f"({' & '.join(map(_lexeme, way.words))})"


def _any(words: Iterable[str]) -> str:
    return " | ".join(map(_lexeme, clean(words)))


def _lexeme(word: str) -> str:
    """A quoted word, as queries and vectors write it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _vectors(texts: Sequence[tuple[int, Draft]]) -> list[list[Any]]:
    """Keys, long vectors, head vectors and vectors of characters, as literals."""
    return [
        [key for key, _draft in texts],
        [_plain(f"{d.ename} {d.name} {d.tag} {d.body}".split()) for _key, d in texts],
        [_weighted({"A": d.ename, "B": d.name, "C": d.tag}) for _key, d in texts],
        [_positioned(d.chars.split()) for _key, d in texts],
    ]


def _plain(words: Iterable[str]) -> str:
    return " ".join(map(_lexeme, dict.fromkeys(words)))


def _weighted(columns: dict[str, str]) -> str:
    """A vector whose words carry the weights of the columns they stand in."""
    places: dict[str, list[str]] = defaultdict(list)
    for weight, tokens in columns.items():
        for position, word in enumerate(tokens.split(), start=1):
            places[word].append(f"{min(position, POSITIONS)}{weight}")
    return " ".join(f"{_lexeme(word)}:{','.join(found[:POSITIONS])}" for word, found in places.items())


def _positioned(tokens: Sequence[str]) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    for position, word in enumerate(tokens, start=1):
        places[word].append(str(position))
    return " ".join(f"{_lexeme(word)}:{','.join(found[:POSITIONS])}" for word, found in places.items())
