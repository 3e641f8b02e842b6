"""Reading the API as a program does: without cookies, following what it says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.portal.attachments.conftest import counter, owner, people, put, storage  # noqa: F401 - somebody with private files

Get = Callable[..., Any]


@pytest.fixture
def get(client: Client) -> Get:
    """`get("policies/", limit=5)`: the answer of /api/v1/policies/?limit=5; an address with a slash is taken whole."""

    def read(address: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        path = address if address.startswith(("/", "http")) else f"/api/v1/{address}"
        return client.get(path, parameters or None, headers=headers)

    return read
