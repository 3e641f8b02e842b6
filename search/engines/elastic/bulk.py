"""Writing: whole documents with versions from outside, many at a time, and what came of each."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from search.engines.elastic.client import (
    BROKEN,
    TOO_MANY,
    WORK_SECONDS,
    Address,
    answering,
    client,
)
from search.engines.elastic.schema import Body

LARGEST_REQUEST = 8_000_000  # bytes; servers take a hundred million
BAD_REQUEST, CONFLICT = 400, 409
LONGEST_REASON = 500


class Result(Enum):
    DONE = "done"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True)
class Operation:
    """A document to be put under an id in an alias; an older version never replaces a newer one."""

    alias: str
    id: str
    body: Body
    version: int


@dataclass(frozen=True)
class Outcome:
    operation: Operation
    result: Result
    reason: str = ""


def submit(address: Address, operations: Iterable[Operation], *, refresh: bool = True) -> Iterator[Outcome]:
    """Send the operations and tell of each. Raises EngineUnavailable when the server does not answer for all.

    Done is also what the server has in a newer version, and what belongs to an index that is gone.
    """
    server = client(address).options(request_timeout=WORK_SECONDS)
    for batch, lines in _requests(operations):
        with answering():
            answer = server.bulk(operations=lines, require_alias=True, refresh=refresh)
        for operation, item in zip(batch, answer["items"], strict=True):
            yield _outcome(operation, item["index"])


def _requests(operations: Iterable[Operation]) -> Iterator[tuple[Sequence[Operation], list[Any]]]:
    batch: list[Operation] = []
    lines: list[Any] = []  # of bytes, which the client takes though its types do not say so
    size = 0
    for operation in operations:
        pair = [_line(_action(operation)), _line(operation.body)]
        if batch and size + sum(map(len, pair)) > LARGEST_REQUEST:
            yield batch, lines
            batch, lines, size = [], [], 0
        batch.append(operation)
        lines += pair
        size += sum(map(len, pair))
    if batch:
        yield batch, lines


def _action(operation: Operation) -> dict[str, Any]:
    target = {"_index": operation.alias, "_id": operation.id}
    return {"index": {**target, "version": operation.version, "version_type": "external"}}


def _line(content: dict[str, Any]) -> bytes:
    # Half a character out of a broken text is no reason to refuse the rest.
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "ignore")


def _outcome(operation: Operation, item: dict[str, Any]) -> Outcome:
    status, error = item["status"], item.get("error", {})
    if status < BAD_REQUEST or status == CONFLICT or error.get("type") == "index_not_found_exception":
        return Outcome(operation, Result.DONE)
    later = status == TOO_MANY or status >= BROKEN
    reason = f"{status} {error.get('type', '')}: {error.get('reason', '')}"[:LONGEST_REASON]
    return Outcome(operation, Result.LATER if later else Result.REFUSED, reason)
