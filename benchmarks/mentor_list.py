"""What a page of the mentors' list costs, against the list as Wagtail's manual would have one write it.

    python -m benchmarks.mentor_list [--mentors 1000] [--growth 10000] [--rounds 30]

Both show twenty of the same cards in the same page frame (ours with facets and their counts), anonymous and warm, in
one process that calls the WSGI application itself. Figures are CPU milliseconds of that process, medians of rounds
taken in turn; the database is a SQLite file in a temporary folder, or an empty one named by DATABASE_URL, whose own
work then is not counted. Bars (performance A1, A17): eight times cheaper than the stock list; from 1,000 to 10,000
mentors at most twice as dear. Exit code 1 when the first is missed.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

RATIO_BAR, GROWTH_BAR = 8.0, 2.0
STOCK, OURS = "stock list", "ours"
SORTS = ("relevance", "reply", "newest")
WORDS = quote("商业")


def never_asked(place: int) -> str:
    """A search that nobody has made before: nothing that was drawn helps."""
    return f"/mentors/?field=field-{place % 20}&district=district-{place // 20 % 6}&sort={SORTS[place // 120 % 3]}"


# What is fetched in the round of that number.
LISTS: dict[str, Callable[[int], str]] = {
    STOCK: lambda place: "/stock/",
    OURS: lambda place: "/mentors/",
    "ours, two filters": lambda place: "/mentors/?field=field-3&district=district-1",
    "ours, last page": lambda place: "/mentors/?page=100000",
    "ours, a search never made before": never_asked,
    "ours, as data": lambda place: f"/api/v1/mentors/?q={WORDS}",
}


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        application = _set_up(folder)
        from benchmarks.many_mentors import fill

        fill(options.mentors)
        small = _measure(application, options.rounds)
        grown = {}
        if options.growth > options.mentors:
            fill(options.growth)
            grown = _measure(application, max(options.rounds // 3, 3))
    sys.exit(_report(options, small, grown))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mentors", type=int, default=1000)
    parser.add_argument("--growth", type=int, default=10_000, help="mentors in the end; 0 leaves growth out")
    parser.add_argument("--rounds", type=int, default=30)
    return parser.parse_args()


def _set_up(folder: str) -> Any:
    """The portal on an empty database, with the stock list beside it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("CACHE_URL", "locmem://")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    settings.ROOT_URLCONF = "benchmarks.stock"
    application = get_wsgi_application()
    call_command("migrate", verbosity=0)
    return application


def _measure(application: Any, rounds: int) -> dict[str, float]:
    """Median CPU milliseconds of each list."""
    times: dict[str, list[float]] = {name: [] for name in LISTS}
    for address in LISTS.values():
        for _time in range(3):
            _get(application, address(0))
    for place in range(1, rounds + 1):
        for name, address in LISTS.items():
            started = time.process_time()
            _get(application, address(place))
            times[name].append((time.process_time() - started) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def _get(application: Any, url: str) -> None:
    path, _mark, query = url.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    status: list[str] = []
    answer = application(environ, lambda line, headers, exc_info=None: status.append(line))
    body = b"".join(answer)
    answer.close()
    assert status == ["200 OK"], (url, status)
    assert b'class="mentor-row"' in body or b'"results"' in body, url


def _report(options: argparse.Namespace, small: dict[str, float], grown: dict[str, float]) -> int:
    from rich.console import Console
    from rich.table import Table

    table = Table("list", f"{options.mentors} mentors, ms", "cheaper than stock", box=None, pad_edge=False)
    if grown:
        table.add_column(f"{options.growth} mentors, ms")
        table.add_column("growth")
    for name, cost in small.items():
        row = [name, f"{cost:.2f}", f"{small[STOCK] / cost:.1f}x"]
        table.add_row(*row, *([f"{grown[name]:.2f}", f"{grown[name] / cost:.2f}x"] if grown else []))
    console = Console(highlight=False, width=100)
    console.print(table)
    ratio = small[STOCK] / small[OURS]
    console.print(f"ratio {ratio:.1f} (bar {RATIO_BAR:.0f})")
    if grown:
        console.print(f"growth {grown[OURS] / small[OURS]:.2f} (bar {GROWTH_BAR:.0f})")
    return 0 if ratio >= RATIO_BAR else 1


if __name__ == "__main__":
    main()
