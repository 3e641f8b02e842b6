"""The way to the server: short patience, no repetition, and every failure under one name."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import urllib3
from django.conf import settings
from elastic_transport import TransportError, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch

from search.engines.base import EngineRefused, EngineUnavailable

CONNECT_SECONDS = 0.3
SEARCH_SECONDS = 1.0
WORK_SECONDS = 10.0
"""For writing and for work on indices, which nobody waits for."""

TOO_MANY, BROKEN = 429, 500

# One line for each request is more than all other lines of the portal together.
logging.getLogger("elastic_transport.transport").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Address:
    """Which server, and what the names of this portal's indices on it begin with."""

    url: str
    api_key: str = ""
    ca_file: str = ""
    prefix: str = "qingchuang"

    @classmethod
    def configured(cls) -> "Address":
        return cls(
            settings.ELASTICSEARCH_URL,
            settings.ELASTICSEARCH_API_KEY,
            settings.ELASTICSEARCH_CA_FILE,
            settings.ELASTICSEARCH_PREFIX,
        )


class _Node(Urllib3HttpNode):
    """Waits less long for a connection than for an answer."""

    def perform_request(self, *args: Any, **options: Any) -> Any:
        seconds = options.get("request_timeout")
        if isinstance(seconds, float):
            options["request_timeout"] = urllib3.Timeout(connect=CONNECT_SECONDS, read=seconds)
        return super().perform_request(*args, **options)


def client(address: Address) -> Elasticsearch:
    """The client of this process; a forked one must not share its parent's sockets."""
    return _client(address, os.getpid())


@lru_cache(maxsize=8)
def _client(address: Address, process: int) -> Elasticsearch:
    options: dict[str, Any] = {}
    if address.api_key:
        options["api_key"] = address.api_key
    if address.ca_file:
        options["ca_certs"] = address.ca_file
    return Elasticsearch(
        address.url,
        node_class=_Node,
        request_timeout=SEARCH_SECONDS,
        max_retries=0,
        retry_on_timeout=False,
        connections_per_node=32,
        **options,
    )


@contextmanager
def answering() -> Iterator[None]:
    """Where whatever the server or the way to it does wrong is an EngineUnavailable."""
    try:
        yield
    except ApiError as error:
        overloaded = error.status_code == TOO_MANY or error.status_code >= BROKEN
        raise (EngineUnavailable if overloaded else EngineRefused)(str(error)) from error
    except TransportError as error:
        raise EngineUnavailable(str(error)) from error
