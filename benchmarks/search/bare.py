"""The least that answers a search: one statement on the driver, masks of all hits counted, the best twenty chosen.

It knows no Django, no site, no turns and no texts: the floor that the whole search is held against.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import Any

from search.plan import Plan

BEST = 20
SCORE, FIRST_MASK = 1, 2
Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class Bare:
    """Answers plans on the database that Django is set up on, by a connection of its own."""

    def __init__(self, facets: Sequence[str]) -> None:
        from django.db import connection

        from search.facets import Bits
        from search.models import Generation

        bits = Bits.read()
        self.columns = [column for facet in facets for column in bits.columns(facet)]
        self.places = {column: FIRST_MASK + place for place, column in enumerate(self.columns)}
        self.bits = bits
        self.generation = Generation.objects.get(state="live").pk
        self.ask = (_sqlite if connection.vendor == "sqlite" else _postgresql)(connection.settings_dict)

    def prepared(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> Callable[[], list[Any]]:
        """What answers the plan; understanding it and writing the statement down cost nothing here."""
        from search.engines.dialect import dialect
        from search.models.index import MASKS

        found = dialect().matching(plan)
        columns = ", ".join(["e.key", found.score, *(f"e.{MASKS[column]}" for column in self.columns)])
        statement = (
            f"SELECT {columns} FROM {found.tables} WHERE {found.condition} AND e.generation_id = {self.generation}"
            " AND e.kind = 'mentor'"
        )
        parameters = [*found.score_parameters, *found.parameters]
        tests = [list(self.bits.masks(facet, values).items()) for facet, values in filters.items()]
        return lambda: self._answer(statement, parameters, tests)

    def _answer(self, statement: str, parameters: Sequence[Any], tests: Sequence[Any]) -> list[Any]:
        rows = self.ask(statement, parameters)
        for test in tests:
            rows = [row for row in rows if any(row[self.places[column]] & mask for column, mask in test)]
        counts: Counter[tuple[int, int]] = Counter()
        for column, place in self.places.items():
            for mask, number in Counter(map(itemgetter(place), rows)).items():
                while mask:
                    counts[column, mask & -mask] += number
                    mask &= mask - 1
        return [counts, nlargest(BEST, rows, key=itemgetter(SCORE))]


def _sqlite(settings: Mapping[str, Any]) -> Ask:
    connection = sqlite3.connect(settings["NAME"])
    return lambda statement, parameters: connection.execute(
        statement.replace("%s", "?"), parameters
    ).fetchall()


def _postgresql(settings: Mapping[str, Any]) -> Ask:
    import psycopg

    connection = psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=settings["NAME"],
        autocommit=True,
        cursor_factory=psycopg.ClientCursor,
    )
    connection.execute("SET enable_seqscan = off")
    return lambda statement, parameters: connection.execute(statement, parameters).fetchall()
