"""Statements of which a great many are carried out, kept: Django puts a query together anew each time it is asked, which
takes several times as long as the database needs to answer.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import RawSQL
from django.db.transaction import TransactionManagementError

from portal import clock


def lock(model: type[Model], key: int, **options: Any) -> Any:
    """The row as it is now, nobody else's until the transaction ends; `locked_at` is the database's time.

    None where it is gone, or somebody else's and `skip_locked` given. The options are those of `select_for_update`.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A lock outside of a transaction would hold nobody back.")
    now, moments = clock.sql()
    question = _locking(model, **options).format(now=now)
    found = next(iter(model._base_manager.raw(question, [*moments, key])), None)
    if found is not None:
        found.locked_at = clock.heard(found.locked_at)  # type: ignore[attr-defined]
    return found


def find(model: type[Model], column: str, value: Any) -> Any:
    """The row that bears this value in a column where no two bear the same; None where nobody does."""
    return next(iter(model._base_manager.raw(_finding(model, column), [value])), None)


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one model in one statement; they do not learn their keys, and nobody is sent a signal."""
    if not rows:
        return
    beginning, fields = _inserting(type(rows[0]))
    place = f"({', '.join(['%s'] * len(fields))})"
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    _carry_out(f"{beginning} {', '.join([place] * len(rows))}", values)


def delete(model: type[Model], condition: str, values: Sequence[Any]) -> int:
    """Delete the rows of which the condition, in SQL, is true; how many there were. Nobody is sent a signal."""
    return _carry_out(f"DELETE FROM {model._meta.db_table} WHERE {condition}", values)  # noqa: S608 - our own words


def _carry_out(statement: str, values: Sequence[Any]) -> int:
    """How many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@cache
def _locking(model: type[Model], **options: Any) -> str:
    """With a gap for the moment, and a place for the key. Without an order: to sort by another table would lock that too."""
    rows = model._base_manager.order_by().select_for_update(**options)
    asked = rows.annotate(locked_at=RawSQL("{now}", ())).filter(pk=RawSQL("%s", (0,)))
    return str(asked.query.sql_with_params()[0])


@cache
def _finding(model: type[Model], column: str) -> str:
    """With a place for the value."""
    rows = model._base_manager.order_by().filter(**{column: RawSQL("%s", (0,))})
    return str(rows.query.sql_with_params()[0])


@cache
def _inserting(model: type[Model]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES", fields
