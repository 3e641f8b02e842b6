"""What the index adds to the publishing of a profile, from 1,000 mentors to 100,000."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.search.apart import apart
from benchmarks.search.clock import Times, percentile
from benchmarks.search.portal import portal
from benchmarks.search.table import Measured
from portal.progress import counted

SMALLER, LARGER = 10, 10
ADDED_BAR, GROWTH_BAR = 2.0, 1.5
ROUNDS, WARMING = 100, 3


def measure(size: int, seconds: int) -> list[Measured]:
    small, large = size // SMALLER, size * LARGER
    rows = [row for one in (small, large) for row in apart(f"{__name__}:_measure", one)]
    whole = [float(row.value.split()[0]) for row in rows if row.what.endswith("whole")]
    growth = whole[1] / whole[0]
    added = [row for row in rows if row.what.endswith("added")]
    return [
        *added,
        Measured(
            f"save: growth {small} to {large}",
            f"{growth:.2f}x",
            f"<= {GROWTH_BAR}x",
            growth <= GROWTH_BAR,
            f"of the whole, {whole[0]:.1f} to {whole[1]:.1f} ms",
        ),
    ]


def _measure(size: int) -> list[Measured]:
    with portal(size, copy=True):
        whole, added = _times(size)
    figures = percentile(whole.cpu, 0.5), percentile(added.cpu, 0.5)
    note = f"own time; index {added}; whole {whole}"
    return [
        Measured(
            f"save: {size}, added",
            f"{figures[1]:.2f} ms",
            f"<= {ADDED_BAR:.0f} ms",
            figures[1] <= ADDED_BAR,
            note,
        ),
        Measured(f"save: {size}, whole", f"{figures[0]:.2f} ms", "", None),
    ]


def _times(size: int) -> tuple[Times, Times]:
    """Of publishing a profile, and of what in it the index has done."""
    from cms_pages.models import MentorPage
    from search.warm import INDEX

    keys = list(MentorPage.objects.order_by("pk").values_list("pk", flat=True))
    keys = keys[:: max(len(keys) // ROUNDS, 1)][:ROUNDS]
    whole, added = Times(), Times()
    with counted(f"profiles saved among {size}", len(keys)) as advance:
        for number, key in enumerate(keys):
            page = MentorPage.objects.get(pk=key)
            with listened() as spent:
                _publish(page, f"融资谈判第{number}次", whole)
            with spent.one():
                INDEX._tell()  # what the commit has done once, unseen
            if number >= WARMING:
                added.wall.append(sum(spent.wall))
                added.cpu.append(sum(spent.cpu))
            advance()
    return Times(whole.wall[WARMING:], whole.cpu[WARMING:]), added


def _publish(page: Any, headline: str, times: Times) -> None:
    from django.db import transaction

    page.headline = headline
    with times.one(), transaction.atomic():
        page.save_revision().publish()


@contextmanager
def listened() -> Iterator[Times]:
    """The times of all calls for entries to be written."""
    from search.indexing import index

    spent = Times()

    def timed(document: Any, keys: Any, **at_hand: Any) -> None:
        with spent.one():
            index(document, keys, **at_hand)

    callers = [module for module in list(sys.modules.values()) if getattr(module, "index", None) is index]
    for module in callers:
        module.index = timed  # type: ignore[attr-defined]
    try:
        yield spent
    finally:
        for module in callers:
            module.index = index  # type: ignore[attr-defined]
