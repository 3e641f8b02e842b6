"""A real Elasticsearch for tests: that of `make services`, with indices of a test's own."""

import os
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    from search.engines.elastic.client import Address, client

    own = Address(server, prefix=f"test-{uuid.uuid4().hex[:12]}")
    yield own
    indices = client(own).options(request_timeout=10.0).indices
    if found := list(indices.get(index=f"{own.prefix}-*").body):
        indices.delete(index=found)


@pytest.fixture
def elastic(address: "Address", db: None, monkeypatch: pytest.MonkeyPatch) -> "ElasticEngine":
    """The engine with the live generation, empty and complete; it waits longer than visitors do, for what it answers."""
    from search.engines.elastic.engine import ElasticEngine

    monkeypatch.setattr("search.engines.elastic.client.SEARCH_SECONDS", PATIENCE)

    class PromptEngine(ElasticEngine):
        """Lets searches see what was written when somebody searches, not with every write."""

        def submit(self, operations, **options):
            return super().submit(operations, refresh=False)

        def _alias(self, content):
            for generation in generations.written():
                self.indices.refresh(generation)
            return super()._alias(content)

        def keys(self, generation, kind):
            self.indices.refresh(generation)
            return super().keys(generation, kind)

        def stale(self, drafts, generation):
            self.indices.refresh(generation)
            return super().stale(drafts, generation)

    engine = PromptEngine(address)
    for generation in generations.written():
        engine.indices.open(generation, generations.analysis_version())
        engine.indices.complete(generation)
    return engine
