"""Counting what a page asks of the database."""

from collections.abc import Iterable
from typing import Any

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "SET LOCAL")
"""What PostgreSQL is told around a search with a time limit, and what the test's own transaction adds."""


def asked(captured: Iterable[dict[str, Any]]) -> list[str]:
    """The statements that ask for something, the same on both databases."""
    return [query["sql"] for query in captured if not query["sql"].startswith(FRAME)]
