"""Whether the trace is as it was written (B11). Reads every link once, in constant memory."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, Exists, Func, OuterRef
from django.utils import timezone

from portal.audit.chain import SEALED, START, digest
from portal.audit.heads import Head
from portal.audit.models import Entry, Link
from portal.audit.protection import missing

BATCH = 2_000
CLOCK_TOLERANCE = timedelta(seconds=5)
"""How far clocks of two web servers may be apart."""

SEALED_WITHIN = timedelta(minutes=5)
"""A younger entry may still wait for its seal."""


class Kind(StrEnum):
    """What is wrong."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT = "cut"
    OLDER = "older"
    CLOCK = "clock"
    UNPROTECTED = "unprotected"


@dataclass(frozen=True)
class Flaw:
    """One finding, at a place of the chain (0: outside it)."""

    kind: Kind
    number: int
    words: str


@dataclass
class Report:
    """What was looked at and what was found; at most MOST flaws of a kind are kept, all are counted."""

    MOST = 20

    links: int = 0
    waiting: int = 0

    def __post_init__(self) -> None:
        self.flaws: list[Flaw] = []
        self.counts: Counter[Kind] = Counter()

    def add(self, kind: Kind, number: int, words: str) -> None:
        self.counts[kind] += 1
        if self.counts[kind] <= self.MOST:
            self.flaws.append(Flaw(kind, number, words))


def verify(heads: Iterable[Head] = (), advance: Callable[[], None] = lambda: None) -> Report:
    """Follow the chain from its first link to its last, and compare it with heads that were kept elsewhere.

    `advance` is called for each BATCH of links.
    """
    report = Report()
    expected = {head.number: head for head in heads}
    _follow(report, expected, advance)
    _look_for_unsealed(report)
    for name in missing(connection):
        report.add(Kind.UNPROTECTED, 0, f"触发器 {name} 不在或已停用")
    return report


def _follow(report: Report, expected: dict[int, Head], advance: Callable[[], None]) -> None:
    place, previous, clock = 0, START, ""
    for number, sealed_at, stated, link_hash, *values in _links():
        if number != place + 1:
            report.add(Kind.DELETED, number, f"第 {place + 1} 至 {number - 1} 条缺失")
        elif stated != previous:
            report.add(Kind.REORDERED, number, f"第 {number} 条与前一条不衔接")
        if digest(stated, number, sealed_at, values) != link_hash:
            report.add(Kind.EDITED, number, f"第 {number} 条的内容被改动")
        if sealed_at < clock and _span(sealed_at, clock) > CLOCK_TOLERANCE:
            report.add(Kind.CLOCK, number, f"第 {number} 条的封存时间早于前面的记录")
        head = expected.get(number)
        if head is not None and head.hash != link_hash:
            report.add(Kind.OLDER, number, f"第 {number} 条与另存的校验值不符：数据库曾换回旧备份，或被重写")
        place, previous, clock = number, link_hash, max(sealed_at, clock)
        report.links += 1
        if report.links % BATCH == 0:
            advance()
    _compare_end(report, place, expected)


def _links() -> Iterator[Any]:
    """Every link in order with its entry's values; a link without an entry does not come, so its number is missing.

    Times come as the seal has them: the database writes them faster than they could be read and written again.
    """
    entry = ["written_at" if name == "at" else f"entry__{name}" for name in SEALED]
    text = CharField()
    rows = Link.objects.annotate(
        written_at=AsSealed("entry__at", output_field=text), written=AsSealed("sealed_at", output_field=text)
    )
    with _streaming():
        yield from (
            rows.order_by("number")
            .values_list("number", "written", "previous", "hash", *entry)
            .iterator(chunk_size=BATCH)
        )


def _streaming() -> AbstractContextManager[Any]:
    """Outside a transaction PostgreSQL would first copy the whole result; SQLite's would keep others from writing."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


class AsSealed(Func):
    """A time as `datetime.isoformat` writes it in UTC; such texts sort like the times."""

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        form = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
        return self.as_sql(compiler, connection, template=f"replace({form}, '.000000', '') || '+00:00'")

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "replace(%(expressions)s, ' ', 'T') || '+00:00'"
        return self.as_sql(compiler, connection, template=template)


def _span(earlier: str, later: str) -> timedelta:
    return datetime.fromisoformat(later) - datetime.fromisoformat(earlier)


def _compare_end(report: Report, place: int, expected: dict[int, Head]) -> None:
    last = Link.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if last > place:
        report.add(Kind.DELETED, last, f"第 {place + 1} 至 {last} 条的记录缺失")
    furthest = max(expected, default=0)
    if furthest > last:
        when = expected[furthest].sealed_at
        words = f"{when} 时已有 {furthest} 条，现在只到第 {last} 条：末尾被截去，或数据库被换回旧备份"
        report.add(Kind.CUT, last, words)


def _look_for_unsealed(report: Report) -> None:
    """An entry that bypassed `record`, or whose link was taken away."""
    loose = Entry.objects.filter(~Exists(Link.objects.filter(entry=OuterRef("pk")))).order_by("pk")
    old = timezone.now() - SEALED_WITHIN
    for key, at in loose.values_list("pk", "at"):
        if at < old:
            report.add(Kind.INSERTED, 0, f"编号 {key} 的记录不在链上：绕过系统写入，或链被截断")
        else:
            report.waiting += 1
