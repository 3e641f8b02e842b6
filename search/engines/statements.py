"""Statements that carry many rows: a model's machinery would cost more than the writing."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection

MOST_VALUES = 8_000
"""Every database takes as many in one statement."""


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], ending: str = "") -> list[Any]:
    """Put rows into a table; returns what the ending of the statement asks for."""
    one = f"({', '.join(['%s'] * len(columns))})"
    beginning = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 - our own words only
    returned: list[Any] = []
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, MOST_VALUES // len(columns))):
            statement = f"{beginning}{', '.join([one] * len(batch))} {ending}"
            cursor.execute(statement, list(chain.from_iterable(batch)))
            returned += cursor.fetchall() if ending else []
    return returned


def select(statement: str, parameters: Sequence[Any]) -> list[Any]:
    """Every row of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def places(values: Sequence[Any]) -> str:
    """A list for IN with a place for each value."""
    return f"({', '.join(['%s'] * len(values))})"
