"""Journeys go through everything that a served portal does."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def as_served(wagtail_indexes: None) -> None:
    """Wagtail's own indexes are kept up too."""
