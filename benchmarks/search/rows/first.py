"""The first search of a process, which loads the dictionaries and learns what the portal knows."""

import time

from benchmarks.search.apart import apart
from benchmarks.search.portal import SQLITE, portal
from benchmarks.search.table import Measured

BAR = 1000.0
TEXTS = {"a word": "融资", "a misspelling": "税务筹画", "pinyin": "rongzi"}


def measure(size: int, seconds: int) -> list[Measured]:
    return [line for what, text in TEXTS.items() for line in apart(f"{__name__}:_measure", size, what, text)]


def _measure(size: int, what: str, text: str) -> list[Measured]:
    """All that the process works until there is an answer, also beside it."""
    with portal(size, SQLITE):
        from wagtail.models import Site

        from search.finding import find
        from search.query import SearchQuery

        site = Site.objects.get()
        wall, own = time.perf_counter(), time.process_time()
        found = find(SearchQuery(text, kinds=("mentor",)), site)
        wall, own = (time.perf_counter() - wall) * 1000, (time.process_time() - own) * 1000
    note = f"{wall:.0f} ms on the wall, {found.total} found"
    return [
        Measured(
            f"first: {what} among {size}", f"{own:.0f} ms of its own", f"<= {BAR:.0f} ms", own <= BAR, note
        )
    ]
