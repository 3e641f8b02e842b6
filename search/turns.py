"""Whose turn it is to stand first among equals (P12).

Each process counts how often the same thing was asked and moves the equals on by one each time, so that of n equals
each stands first every nth time. It starts anywhere, so that restarts favour nobody.
"""

import secrets
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

MOST = 2000
ROUND = 1 << 20


class Turns:
    def __init__(self) -> None:
        self._next: OrderedDict[Hashable, int] = OrderedDict()
        self._lock = Lock()

    def take(self, asked: Hashable) -> int:
        """The next turn of this question."""
        with self._lock:
            turn = self._next.pop(asked, None)
            turn = secrets.randbelow(ROUND) if turn is None else turn
            self._next[asked] = (turn + 1) % ROUND
            if len(self._next) > MOST:
                self._next.popitem(last=False)
            return turn
