"""The whole product search against the bare statement: understanding, facets, personal order, hydration, no template."""

from benchmarks.search.asked import FACETS, questions
from benchmarks.search.clock import Times, percentile
from benchmarks.search.portal import POSTGRESQL, SQLITE, NotReachable, portal
from benchmarks.search.table import Measured, not_run
from portal.progress import counted

ROUNDS = 3
LARGE, LARGE_BAR = 100_000, 80.0
P50_BAR, P95_BAR = 8.0, 20.0


def measure(size: int, seconds: int) -> list[Measured]:
    measured: list[Measured] = []
    for vendor in (SQLITE, POSTGRESQL):
        measured += _apart(size, vendor)
    return [*measured, *_apart(LARGE, SQLITE)]


def _apart(size: int, vendor: str) -> list[Measured]:
    """In a process of its own: Django is set up once."""
    from benchmarks.search.apart import apart

    return apart(f"{__name__}:_measure", size, vendor)


def _measure(size: int, vendor: str) -> list[Measured]:
    title = f"search: {size} on {NAMES[vendor]}"
    try:
        with portal(size, vendor):
            bare, whole = _times(size, vendor)
    except NotReachable as reason:
        return [not_run(title, reason)]
    note = f"whole {whole}; bare {bare}"
    if size >= LARGE:
        # All of the work on SQLite is this process's own; the wall counts what others take of the machine too.
        own = percentile(whole.cpu, 0.95)
        bar = f"<= {LARGE_BAR:.0f} ms"
        return [Measured(f"{title}, p95", f"{own:.1f} ms of its own", bar, own <= LARGE_BAR, note)]
    p50, p95 = whole.p50() / bare.p50(), whole.p95() / bare.p50()
    return [
        Measured(f"{title}, p50", f"{p50:.1f}x bare", f"<= {P50_BAR:.0f}x", p50 <= P50_BAR, note),
        Measured(f"{title}, p95", f"{p95:.1f}x bare p50", f"<= {P95_BAR:.0f}x", p95 <= P95_BAR),
    ]


NAMES = {SQLITE: "SQLite", POSTGRESQL: "PostgreSQL"}


def _times(size: int, vendor: str) -> tuple[Times, Times]:
    """Each question once a round, by both in turn; what a process keeps of rows is thrown away in between."""
    from wagtail.models import Site

    from benchmarks.search.bare import Bare
    from search.finding import find
    from search.warm import INDEX

    site, bare, times = Site.objects.get(), Bare(FACETS), (Times(), Times())
    plans = {question.text: find(question, site).plan for question in questions(0)}
    asked = [question for number in range(1, ROUNDS + 1) for question in questions(number)]
    asked = [question for question in asked if plans[question.text].concepts]
    with counted(f"searches among {size} on {NAMES[vendor]}", len(asked)) as advance:
        seen: set[str] = set()
        for question in asked:
            if question.text in seen:
                # The same text once more: another round begins.
                INDEX.change()
                find(questions(0)[0], site)
                seen = set()
            seen.add(question.text)
            least = bare.prepared(plans[question.text], question.filters)
            with times[0].one():
                least()
            with times[1].one():
                find(question, site)
            advance()
    return times
