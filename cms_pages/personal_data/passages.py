"""Pieces of text together with the place where a person finds them."""

from dataclasses import dataclass

# What a context holds at least when its passage is a cell of a table: a number alone in a cell means more.
IN_TABLE = "\t"


@dataclass(frozen=True)
class Passage:
    """Text that is searched as a whole; numbers do not run on from one passage into the next.

    `where` names the place in Chinese for an editor (正文第 3 段). `context` is what explains the text from
    outside, such as the heading of its column, and is never empty for a cell of a table. `field` is the page field it belongs to, where there is one.
    """

    text: str
    where: str
    context: str = ""
    field: str = ""


class Unreadable(Exception):
    """A file that could not be looked into; the message says why, in a short Chinese phrase."""
