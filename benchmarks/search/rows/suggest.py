"""What is offered while somebody types, on the engine's side; ten times as many mentors cost hardly more."""

import random

from benchmarks.search.apart import apart
from benchmarks.search.clock import Times, percentile
from benchmarks.search.portal import POSTGRESQL, SQLITE, NotReachable, portal
from benchmarks.search.table import Measured, not_run

GROWTH, P95_BAR, GROWTH_BAR = 10, 0.5, 2.0
KINDS, OFFERED, NUMBER = ("field", "industry", "mentor"), 5, 2000


def measure(size: int, seconds: int) -> list[Measured]:
    large = size * GROWTH
    small, grown = (apart(f"{__name__}:_measure", one, SQLITE) for one in (size, large))
    ratio = float(grown[0].value.split()[0]) / float(small[0].value.split()[0])
    growth = Measured(
        f"suggest: growth {size} to {large}", f"{ratio:.2f}x", f"<= {GROWTH_BAR:.0f}x", ratio <= GROWTH_BAR
    )
    return [*small, *grown, growth, *apart(f"{__name__}:_measure", size, POSTGRESQL)]


def _measure(size: int, vendor: str) -> list[Measured]:
    """On SQLite all of the work is this process's own; on PostgreSQL only the wall knows."""
    title = f"suggest: {size} on {vendor}, p95"
    try:
        with portal(size, vendor):
            times = _times()
    except NotReachable as reason:
        return [not_run(title, reason)]
    p95 = percentile(times.cpu if vendor == SQLITE else times.wall, 0.95)
    return [Measured(title, f"{p95:.3f} ms", f"<= {P95_BAR} ms", p95 <= P95_BAR, str(times))]


def _times() -> Times:
    """Beginnings of names and terms, in characters, in pinyin and by initials."""
    from django.db.models.functions import Length
    from wagtail.models import Site

    from search.engines import suggesting
    from search.models import SuggestionKey

    chance = random.Random(7)
    site = Site.objects.get().pk
    beginnings = SuggestionKey.objects.alias(length=Length("prefix")).filter(length__lte=2)
    whole = sorted(set(beginnings.values_list("whole", flat=True)))
    times = Times()
    for number in range(NUMBER):
        spelling = chance.choice(whole)
        typed = spelling[: chance.randint(1, min(len(spelling), 8))]
        if number < 20:
            suggesting.suggest(typed, KINDS, site, OFFERED)
            continue
        with times.one():
            suggesting.suggest(typed, KINDS, site, OFFERED)
    return times
