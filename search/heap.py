"""Making large things without the collector walking through all that a process holds, again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0
_was_enabled = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is looked for that could be freed until the last such block, of whatever thread, has ended.

    What is made of dictionaries is many objects and no garbage, which the collector would otherwise look through, with
    everything older, several times before a visitor has an answer.
    """
    global _inside, _was_enabled
    with _lock:
        if not _inside:
            _was_enabled = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _was_enabled:
                gc.enable()
