"""Elasticsearch in every kind of trouble: visitors get their answer, from the database when need be."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from wagtail.models import Site

from bin.services import elasticsearch
from portal.health import NotReady
from search import draining, generations, outbox
from search.engines import preferring
from search.engines.elastic.client import Address, client
from search.finding import find
from search.indexing import rebuild
from search.models import OutboxRow
from search.probe import search_is_whole
from search.query import SearchQuery
from search.suggestions import suggest
from tests.factories.mentors import MentorFactory

pytestmark = [pytest.mark.usefixtures("declared", "site"), pytest.mark.elasticsearch]


class Line:
    """A small TCP proxy in front of the server that can hold back its answers, or lose them."""

    def __init__(self, url: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        self.target, self.delay, self.is_cut = (host, int(port)), 0.0, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _peer = self.listener.accept()
                far = socket.create_connection(self.target)
                for one, other, is_answer in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._pump, args=(one, other, is_answer), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while part := one.recv(65536):
                if is_answer:
                    time.sleep(self.delay)
                if self.is_cut:
                    break
                other.sendall(part)
        with suppress(OSError):
            one.close()
            other.close()


@pytest.fixture(autouse=True)
def closed_breaker(monkeypatch) -> preferring.Breaker:
    fresh = preferring.Breaker()
    monkeypatch.setattr(preferring, "breaker", fresh)
    monkeypatch.setattr("search.engines.elastic.engine._trusted", {})
    monkeypatch.setattr(outbox, "run_soon", lambda name: None)
    return fresh


@pytest.fixture
def line(server: str, settings, address: Address) -> Iterator[Line]:
    """The settings name the proxy."""
    made = Line(server)
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = made.url, address.prefix
    yield made
    made.close()


@pytest.fixture
def mentor(line: Line) -> Any:
    """One who is found, on both engines."""
    made = MentorFactory(page__headline="税务")
    list(rebuild())
    OutboxRow.objects.all().delete()
    return made


def answer(text: str = "税务") -> tuple[str, bool, list[int]]:
    result = find(SearchQuery(text=text), Site.objects.get())
    return result.engine, result.degraded, [hit.key for hit in result.hits]


def test_well_server_answers(mentor, closed_breaker) -> None:
    assert answer() == ("elasticsearch", False, [mentor.pk])
    assert search_is_whole() == {"engine": "elasticsearch", "lag_seconds": 0, "waiting": 0, "parked": 0}
    (group,) = [group for group in suggest("wa", Site.objects.get()) if group.name == "mentor"] or [None]
    assert group is None or group.items


def test_slow_server_is_asked_three_times_and_then_left_alone(mentor, line, closed_breaker) -> None:
    assert answer()[0] == "elasticsearch"
    line.delay = 3
    times = []
    for _search in range(6):
        started = time.monotonic()
        assert answer() == ("database", True, [mentor.pk])
        times.append(time.monotonic() - started)
    assert max(times[:3]) < 1.6
    assert max(times[3:]) < 0.5
    assert closed_breaker.is_open


def test_slowed_server_within_patience_still_answers(mentor, line) -> None:
    answer()
    line.delay = 0.2
    assert answer()[0] == "elasticsearch"


def test_after_half_a_minute_one_tries_again(mentor, line, monkeypatch) -> None:
    now = [0.0]
    monkeypatch.setattr(preferring, "breaker", preferring.Breaker(lambda: now[0]))
    line.is_cut = True
    for _search in range(3):
        assert answer() == ("database", True, [mentor.pk])
    line.is_cut = False
    assert answer()[0] == "database"
    now[0] = 31
    assert answer() == ("elasticsearch", False, [mentor.pk])
    assert not preferring.breaker.is_open


def test_deleted_index_is_not_made_again_by_a_write_but_by_a_rebuild(mentor, address) -> None:
    indices = client(address).options(request_timeout=10.0).indices
    indices.delete(index=list(indices.get(index=f"{address.prefix}-*").body))
    assert answer() == ("database", True, [mentor.pk])
    mentor.page.save()
    draining.drain()
    assert not OutboxRow.objects.exists()
    assert not indices.get(index=f"{address.prefix}-*").body
    with pytest.raises(NotReady) as failure:
        search_is_whole()
    assert failure.value.details["engine"] == "database"
    list(rebuild())
    assert answer() == ("elasticsearch", False, [mentor.pk])


@pytest.mark.parametrize("mapping", [{}, {"properties": {"tag": {"type": "text"}, "key": {"type": "long"}}}])
def test_index_with_another_mapping_is_not_believed(mentor, address, mapping, closed_breaker) -> None:
    server = client(address).options(request_timeout=10.0)
    live = generations.live().pk
    server.indices.delete(index=list(server.indices.get_alias(name=f"{address.prefix}-*").body))
    for content in ("entries", "offers"):
        alias = f"{address.prefix}-{live}-{content}"
        server.indices.create(index=f"{alias}-other", mappings=mapping, aliases={alias: {}})
    assert answer() == ("database", True, [mentor.pk])
    assert not closed_breaker.is_open


def test_unfinished_generation_is_not_searched(mentor, settings) -> None:
    from search.engines.elastic.engine import ElasticEngine

    ElasticEngine().indices.open(generations.live().pk, "1")
    assert answer() == ("database", True, [mentor.pk])


@pytest.mark.parametrize("status", [429, 500, 503, 200])
def test_overloaded_broken_or_talking_nonsense(mentor, settings, status: int, closed_breaker) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_PUT = do_GET

        def log_message(self, *args: Any) -> None:
            """Silent."""

    double = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=double.serve_forever, daemon=True).start()
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{double.server_port}"
    try:
        mentor.page.save()
        for _search in range(4):
            assert answer() == ("database", True, [mentor.pk])
        if status != 200:
            draining.drain()
            assert OutboxRow.objects.exists()
            assert closed_breaker.is_open
    finally:
        double.shutdown()
        double.server_close()


def test_full_disk_makes_changes_wait_and_searches_go_on(mentor, address) -> None:
    """What the server does to an index when the disk runs full."""
    server = client(address).options(request_timeout=10.0)
    block = {"index.blocks.read_only_allow_delete": True}
    server.indices.put_settings(index=f"{address.prefix}-*", settings=block)
    mentor.page.headline = "出口"
    mentor.page.save()
    draining.drain()
    assert outbox.backlog().waiting > 0
    assert outbox.backlog().parked == 0
    assert answer()[0] == "elasticsearch"
    server.indices.put_settings(
        index=f"{address.prefix}-*", settings={"index.blocks.read_only_allow_delete": None}
    )
    OutboxRow.objects.update(not_before=None)
    draining.DrainState.objects.update(leased_until=None)
    draining.drain()
    assert answer("出口") == ("elasticsearch", False, [mentor.pk])


@pytest.fixture
def own_server(tmp_path, monkeypatch, server) -> Iterator[elasticsearch._Server]:
    """A server that may be killed."""
    monkeypatch.setattr(elasticsearch, "SERVICES", tmp_path)
    monkeypatch.setattr(elasticsearch, "ROOT", tmp_path)
    elasticsearch.start()
    made = elasticsearch._Server()
    yield made
    elasticsearch.remove()


@pytest.mark.slow
def test_stopped_and_killed_server_costs_no_search(own_server, settings, closed_breaker) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = own_server.url(), "test"
    mentor = MentorFactory(page__headline="税务")
    list(rebuild())
    assert answer() == ("elasticsearch", False, [mentor.pk])
    process = own_server._process()
    for blow in (signal.SIGSTOP, signal.SIGKILL):
        closed_breaker.succeeded()
        os.kill(process, blow)
        times = []
        for _search in range(20):
            started = time.monotonic()
            assert answer() == ("database", True, [mentor.pk])
            times.append(time.monotonic() - started)
        assert max(times[:3]) < 1.6
        assert max(times[3:]) < 0.5
    mentor.page.headline = "出口"
    mentor.page.save()
    draining.drain()
    assert outbox.backlog().waiting > 0
