"""Four who write and two who read on SQLite at the same time: nobody gets an error."""

import time
from collections import Counter

from benchmarks.search.clock import percentile
from benchmarks.search.crowd import Crowd
from benchmarks.search.portal import portal
from benchmarks.search.table import Measured
from portal.progress import counted

WRITERS, READERS = 4, 2


def measure(size: int, seconds: int) -> list[Measured]:
    with (
        portal(size, copy=True) as data,
        Crowd(data, writers=WRITERS, readers=READERS) as crowd,
        counted(f"seconds of {WRITERS} writers and {READERS} readers", seconds) as advance,
    ):
        for _second in range(seconds):
            time.sleep(1)
            advance()
    wrote, read = crowd.of("write"), crowd.of("read")
    note = (
        f"{len(wrote)} profiles saved, p95 {percentile(wrote, 0.95):.0f} ms, longest {max(wrote):.0f} ms; "
        f"{len(read)} searches, p95 {percentile(read, 0.95):.0f} ms"
    )
    kinds = Counter(error.split(":")[0] for error in crowd.errors)
    errors = f"{len(crowd.errors)} errors"
    return [
        Measured(
            f"writers: {seconds} s on SQLite", errors, "0", not crowd.errors, f"{note} {dict(kinds) or ''}"
        )
    ]
