"""Lists of the API in pages by keyset (`portal.keyset`); a bad cursor is answered with 400."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination

from portal import keyset
from portal.keyset import BadCursor, Slice

__all__ = ["Cursor", "KeysetPagination", "Slice", "bad_cursor", "slice_of"]

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
# Stands in where a day is not known, so that such rows come last in a list of the newest.
FIRST_DAY = date.min


class Cursor(keyset.Cursor):
    """Where a page begins: after (or, going back, before) the row with these sort keys."""

    @classmethod
    def read(cls, text: str, ordering: Sequence[str]) -> "Cursor":
        """The cursor that `str` wrote; 400 for any other text and for a cursor of another ordering."""
        try:
            found = super().read(text, ordering)
        except BadCursor:
            raise bad_cursor() from None
        return cls(found.ordering, found.keys, found.backwards)


def bad_cursor() -> ValidationError:
    return ValidationError({"cursor": [_("游标无效，请从第一页重新开始。")]})


def slice_of(
    queryset: "QuerySet[Any, Any]", ordering: Sequence[str], limit: int = DEFAULT_LIMIT, cursor: str = ""
) -> Slice:
    """A page as `portal.keyset.slice_of` makes it; 400 for a bad cursor."""
    try:
        return keyset.slice_of(queryset, ordering, limit, cursor)
    except BadCursor:
        raise bad_cursor() from None


class KeysetPagination(BasePagination):
    """The shape of a page, for the schema; the work is done by `slice_of`."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "total": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Only when asked for with `total=true`.",
                },
                "results": schema,
            },
        }
