"""What finds: the database always, another engine beside it if one is configured."""

from search.engines.base import Engine


def for_search() -> Engine:
    """The engine that answers."""
    return for_writing()


def for_writing() -> Engine:
    """The engine that is written in the transaction of a change, and that answers when no other does."""
    from search.engines.database import DatabaseEngine

    return DatabaseEngine()
