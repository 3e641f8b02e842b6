"""A real Elasticsearch for tests: that of `make services`, with indices of a test's own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bin import env_file
from bin.paths import SERVICES_ENV
from search import generations

if TYPE_CHECKING:
    from search.engines.elastic.client import Address
    from search.engines.elastic.engine import ElasticEngine

NAME = "ELASTICSEARCH_SERVER"
PATIENCE = 10.0  # seconds


@pytest.fixture(scope="session")
def server() -> str:
    """Where it listens. Without one the test is skipped; on CI it fails."""
    found = os.environ.get(NAME) or env_file.read(SERVICES_ENV).get(NAME, "")
    if not found:
        reason = "no Elasticsearch is running: make services"
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def address(server: str) -> Iterator["Address"]:
    """The server, and a prefix that only this test uses; its indices go with the test."""
    with own_prefix(server) as own:
        yield own


@pytest.fixture(scope="module")
def module_address(server: str) -> Iterator["Address"]:
    """The same for all tests of a module: making indices takes longer than most tests that ask them."""
    with own_prefix(server) as own:
        yield own


@contextmanager
def own_prefix(server: str) -> Iterator["Address"]:
    from search.engines.elastic.client import Address

    own = Address(server, prefix=f"test-{uuid.uuid4().hex[:12]}")
    yield own
    _delete(own)


@pytest.fixture
def elastic(address: "Address", db: None) -> Iterator["ElasticEngine"]:
    """The engine with the live generation, empty and complete; it waits longer than visitors do, for what it answers."""
    with patience():
        yield engine_at(address)


@contextmanager
def patience() -> Iterator[None]:
    """On a busy machine an answer may take longer than a visitor would wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.engines.elastic.client.SEARCH_SECONDS", PATIENCE)
        yield


def engine_at(address: "Address") -> "ElasticEngine":
    """An engine with the live generation and no other, empty and complete: made, or emptied where the address has it.

    What was in an emptied index still counts as rare or frequent words, so scores are for indices of a test's own.
    """
    from search.engines.elastic.engine import ElasticEngine

    class PromptEngine(ElasticEngine):
        """Lets searches see what was written when somebody searches, not with every write."""

        def __init__(self, address):
            super().__init__(address)
            self.seen = set()

        def submit(self, operations, **options):
            self.seen.clear()
            yield from super().submit(operations, refresh=False)

        def _see(self, generations):
            for generation in {*generations} - self.seen:
                self.indices.refresh(generation)
                self.seen.add(generation)

        def _alias(self, content):
            self._see(generations.written())
            return super()._alias(content)

        def keys(self, generation, kind):
            self._see([generation])
            return super().keys(generation, kind)

        def stale(self, drafts, generation):
            self._see([generation])
            return super().stale(drafts, generation)

    engine, written = PromptEngine(address), generations.written()
    _delete(address, but=tuple(engine.indices.reading(generation, "") for generation in written))
    for generation in written:
        if engine.indices.writable([generation]):
            _empty(engine, generation)
        else:
            engine.indices.open(generation, generations.analysis_version())
        engine.indices.complete(generation)
    return engine


def _delete(address: "Address", but: tuple[str, ...] = ()) -> None:
    """Delete all indices of the address but those with such beginnings."""
    indices = _patient(address).indices
    if found := [name for name in indices.get(index=f"{address.prefix}-*").body if not name.startswith(but)]:
        indices.delete(index=found)


def _empty(engine: "ElasticEngine", generation: int) -> None:
    from search.engines.elastic.schema import ENTRIES, OFFERS

    server = _patient(engine.address)
    engine.indices.refresh(generation)
    for alias in (engine.indices.writing(generation, content) for content in (ENTRIES, OFFERS)):
        hits = server.search(index=alias, size=10_000, source=False)["hits"]["hits"]
        if hits:
            server.bulk(index=alias, operations=[{"delete": {"_id": hit["_id"]}} for hit in hits])


def _patient(address: "Address") -> Any:
    from search.engines.elastic.client import client

    return client(address).options(request_timeout=PATIENCE)
