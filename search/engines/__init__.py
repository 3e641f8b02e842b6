"""What finds: the database always, another engine before it if one is configured."""

from search.engines.base import Engine, Finder


def for_search() -> Finder:
    """What answers one search; ask anew for the next one."""
    from search import outbox
    from search.engines.database import DatabaseEngine
    from search.engines.dialect import Patience

    database = DatabaseEngine(Patience())
    if not outbox.is_used():
        return database
    from search.engines.preferring import Preferring

    return Preferring(database)


def for_writing() -> Engine:
    """The engine that is written in the transaction of a change, and that answers when no other does."""
    from search.engines.database import DatabaseEngine

    return DatabaseEngine()
