"""A hit as the database gives it: a tuple, since there may be a hundred thousand of them."""

from dataclasses import dataclass
from typing import Any

Row = tuple[Any, ...]

COLUMNS = ("kind", "key", "newest", "rating", "quality", "reply_hours", "next_slot")
"""What every row begins with, before its score and its masks."""

KIND, KEY, NEWEST, RATING, QUALITY, REPLY_HOURS, NEXT_SLOT = range(len(COLUMNS))
SCORE = len(COLUMNS)
FIRST_MASK = SCORE + 1


@dataclass(frozen=True)
class Layout:
    """Which mask columns follow, in which order."""

    columns: tuple[int, ...]

    def position(self, column: int) -> int:
        """The place of a mask column in a row."""
        return FIRST_MASK + self.columns.index(column)
