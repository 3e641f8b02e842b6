"""Lists in pages by keyset: a page starts after a row, not at an offset, so that the last page costs what the first
does and a row published meanwhile neither repeats nor hides another.

A cursor is opaque to callers: the sort key of the row where the page begins, with a signature, so that only cursors
that this server gave out come back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

SIGNER_SALT = "api.cursor"


class BadCursor(ValueError):
    """A text that is no cursor, or one of another ordering."""


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after (or, going back, before) the row with these sort keys."""

    ordering: tuple[str, ...]
    keys: tuple[Any, ...]
    backwards: bool = False

    def __str__(self) -> str:
        value = [list(self.ordering), list(self.keys), self.backwards]
        return Signer(salt=SIGNER_SALT).sign_object(value, compress=True)

    @classmethod
    def read(cls, text: str, ordering: Sequence[str]) -> "Cursor":
        """The cursor that `str` wrote. Raises BadCursor for any other text and for a cursor of another ordering."""
        try:
            signed_for, keys, backwards = Signer(salt=SIGNER_SALT).unsign_object(text)
        except (BadSignature, ValueError):
            raise BadCursor from None
        if signed_for != list(ordering):
            raise BadCursor
        return cls(tuple(ordering), tuple(keys), backwards)


@dataclass(frozen=True)
class Slice:
    """One page of rows and the cursors of its neighbours, None where there is nothing more."""

    rows: list[Any]
    next: Cursor | None
    previous: Cursor | None


def slice_of(queryset: "QuerySet[Any, Any]", ordering: Sequence[str], limit: int, cursor: str = "") -> Slice:
    """A page of the queryset in this ordering, in one query. Raises BadCursor.

    `ordering` names columns or annotations, with "-" for descending; none of them may be null and the last must be
    unique. Rows may be instances or dicts (`values()`), which then must hold the columns of the ordering.
    """
    start = Cursor.read(cursor, ordering) if cursor else None
    backwards = start is not None and start.backwards
    direction = reverse_of(ordering) if backwards else ordering
    if start is not None:
        queryset = queryset.filter(_after(direction, start.keys))
    found = list(queryset.order_by(*direction)[: limit + 1])
    more, rows = len(found) > limit, found[:limit]
    if backwards:
        rows.reverse()
    return _with_neighbours(
        rows, tuple(ordering), ahead=more or backwards, behind=more if backwards else bool(start)
    )


def reverse_of(ordering: Sequence[str]) -> list[str]:
    """The opposite ordering: ("-day", "-pk") → ["day", "pk"]."""
    return [name[1:] if name.startswith("-") else f"-{name}" for name in ordering]


def _with_neighbours(rows: list[Any], ordering: tuple[str, ...], *, ahead: bool, behind: bool) -> Slice:
    return Slice(
        rows,
        next=Cursor(ordering, _keys(rows[-1], ordering)) if rows and ahead else None,
        previous=Cursor(ordering, _keys(rows[0], ordering), backwards=True) if rows and behind else None,
    )


def _keys(row: Any, ordering: Sequence[str]) -> tuple[Any, ...]:
    return tuple(_plain(_value(row, name.lstrip("-"))) for name in ordering)


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


def _plain(value: Any) -> Any:
    """As JSON can carry it; databases take ISO dates back as they are."""
    return value.isoformat() if isinstance(value, date) else value


def _after(ordering: Sequence[str], keys: Sequence[Any]) -> Q:
    """Rows that come later in the ordering: a later first key, or the same and a later second key, and so on."""
    later, same = Q(), Q()
    for name, key in zip(ordering, keys, strict=True):
        column = name.lstrip("-")
        operator = "lt" if name.startswith("-") else "gt"
        later |= same & Q(**{f"{column}__{operator}": key})
        same &= Q(**{column: key})
    # The plain bound on the first column lets the database walk its index; the rest follows from the alternatives.
    first, operator = ordering[0], "lte" if ordering[0].startswith("-") else "gte"
    return Q(**{f"{first.lstrip('-')}__{operator}": keys[0]}) & later
