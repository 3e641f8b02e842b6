"""A rebuild beside people who write, against putting the same rows in with the driver alone.

What is barred is how long the rebuild itself keeps others from writing. How long a save takes meanwhile says more of the
writers, who never pause: they wait for one another as long.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.search.crowd import Crowd
from benchmarks.search.portal import portal
from benchmarks.search.table import Measured
from portal.progress import counted, step

WRITERS, BATCH = 2, 200
RATIO_BAR, STALL_BAR = 3.0, 500.0
CALM_SECONDS = 5


def measure(size: int, seconds: int) -> list[Measured]:
    with portal(size, copy=True) as data:
        raw = _raw(data)
        with step(f"{WRITERS} writers by themselves"), Crowd(data, writers=WRITERS, readers=0) as calm:
            time.sleep(CALM_SECONDS)
        with Crowd(data, writers=WRITERS, readers=0) as crowd, held() as holds:
            whole = _whole(size)
        wrong = _wrong()
    ratio = whole[1] / raw[1]
    stall, calmest = (max(one.of("write"), default=0.0) for one in (crowd, calm))
    errors = len(crowd.errors)
    return [
        Measured(
            f"rebuild: {size} on SQLite, {WRITERS} writing",
            f"{ratio:.1f}x raw",
            f"<= {RATIO_BAR:.0f}x",
            ratio <= RATIO_BAR,
            f"own time {whole[1]:.1f} s against {raw[1]:.1f} s; on the wall {whole[0]:.1f} s and {raw[0]:.1f} s",
        ),
        Measured(
            "rebuild: longest it keeps others from writing",
            f"{max(holds):.0f} ms",
            f"<= {STALL_BAR:.0f} ms",
            max(holds) <= STALL_BAR,
            f"of {len(holds)} transactions; longest save {stall:.0f} ms, without a rebuild {calmest:.0f} ms",
        ),
        Measured(
            "rebuild: errors, entries wrong afterwards", f"{errors}, {wrong}", "0, 0", not (errors or wrong)
        ),
    ]


@contextmanager
def held() -> Iterator[list[float]]:
    """How long this process's transactions hold SQLite's lock, in milliseconds: from when they have it to the commit."""
    from django.db import connection

    holds: list[float] = []
    begun = 0.0
    commit = connection._commit

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal begun
        result = execute(sql, params, many, context)
        if sql.startswith("BEGIN"):
            begun = time.perf_counter()
        return result

    def end() -> None:
        commit()
        holds.append((time.perf_counter() - begun) * 1000)

    with patch.object(connection, "_commit", end), connection.execute_wrapper(note):
        yield holds


def _whole(size: int) -> tuple[float, float]:
    from search.indexing import rebuild

    wall, own = time.perf_counter(), time.process_time()
    with counted("entries built anew", size) as advance:
        for _kind, number in rebuild():
            for _entry in range(number):
                advance()
    return time.perf_counter() - wall, time.process_time() - own


def _wrong() -> int:
    from search.indexing import drift
    from search.registry import documents

    return sum(len(keys) for document in documents.all.values() for _number, keys in drift(document))


def _raw(data: Path) -> tuple[float, float]:
    """The words analysed, one row for each mentor, nothing else: no model, no generation, no lock."""
    from search.analysis.tokens import tokens

    tokens(name="王雨桐", tags=["融资"])
    connection = sqlite3.connect(data / "db.sqlite3", isolation_level=None)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("CREATE VIRTUAL TABLE raw_text USING fts5(ename, name, tag, body, chars)")
    connection.execute("CREATE TABLE raw_entry (id INTEGER PRIMARY KEY, kind, key, newest, masks)")
    connection.execute("CREATE TABLE raw_key (prefix, entry)")
    connection.execute("CREATE INDEX raw_prefix ON raw_key (prefix, entry)")
    wall, own = time.perf_counter(), time.process_time()
    with step("the same rows by the driver alone"):
        cards = iter(connection.execute("SELECT mentor_id, card FROM mentors_mentorlisting").fetchall())
        while batch := list(islice(cards, BATCH)):
            connection.execute("BEGIN IMMEDIATE")
            rows = [(key, _words(json.loads(card), tokens)) for key, card in batch]
            connection.executemany(
                "INSERT INTO raw_text (rowid, ename, name, tag, body, chars) VALUES (?, ?, ?, ?, ?, ?)",
                [(key, made.ename, made.name, made.tag, made.body, made.chars) for key, made in rows],
            )
            connection.executemany(
                "INSERT INTO raw_entry VALUES (?, ?, ?, ?, ?)",
                [(key, "mentor", key, key, key) for key, _made in rows],
            )
            connection.executemany(
                "INSERT INTO raw_key VALUES (?, ?)",
                [
                    (name[:end], key)
                    for key, made in rows
                    for name in made.name.split()[-3:]
                    for end in range(1, 7)
                ],
            )
            connection.execute("COMMIT")
    taken = time.perf_counter() - wall, time.process_time() - own
    for table in ("raw_text", "raw_entry", "raw_key"):
        connection.execute(f"DROP TABLE {table}")
    connection.close()
    return taken


def _words(card: dict[str, Any], tokens: Any) -> Any:
    terms = [
        *card["fields"],
        *card["industries"],
        *card["languages"],
        *card["service_types"],
        card["district"],
    ]
    tags = [*(term["name"] for term in terms), card["headline"]]
    return tokens(
        name=card["name"], tags=tags, body=(card["introduction"], card["organisation"], card["position"])
    )
