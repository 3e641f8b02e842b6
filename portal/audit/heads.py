"""Heads of the chain, kept outside the database: what a cut or an older database is measured against (B11).

One line of JSON for each head. Put AUDIT_HEADS_FILE on another machine's disk, or have the log line `audit_head`
collected elsewhere: whoever can change the database must not be able to change it.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from portal.audit.chain import seal_everything
from portal.audit.models import Link
from portal.audit.recording import record
from portal.audit.table import HEAD_EXPORTED

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Head:
    """What the chain ended with at a moment."""

    number: int
    hash: str
    sealed_at: str


def export_head() -> Head:
    """Seal whatever waits and append the chain's head to AUDIT_HEADS_FILE; the export is itself recorded first."""
    record(HEAD_EXPORTED)
    seal_everything()
    last = Link.objects.latest("number")
    head = Head(last.number, last.hash, last.sealed_at.isoformat())
    path = Path(settings.AUDIT_HEADS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(json.dumps(asdict(head)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    log.info("audit_head", **asdict(head))
    return head


def kept_heads(path: Path | None = None) -> Iterator[Head]:
    """The heads in the file, oldest first; none where there is no file. Raises ValueError for a line that is none."""
    path = path or Path(settings.AUDIT_HEADS_FILE)
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for place, line in enumerate(file, 1):
            if line.strip():
                yield _head(line, f"{path}:{place}")


def _head(line: str, place: str) -> Head:
    try:
        found: Any = json.loads(line)
        return Head(int(found["number"]), str(found["hash"]), str(found["sealed_at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{place}: not a head of the chain") from error
