"""A line on which one file is late: people see the page, and use it, before that file has come."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route


@contextmanager
def held(page: Page, files: str) -> Iterator[None]:
    """Nothing that matches the pattern arrives before the end of the block, when it is on its way again."""
    waiting: list[Route] = []
    page.route(files, lambda route: waiting.append(route))
    yield
    for route in waiting:
        route.continue_()
    page.unroute(files)
