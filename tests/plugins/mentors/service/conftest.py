"""A mentor in service, and the database's clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import pytest
import time_machine

from plugins.mentors.models import Mentor
from portal import clock
from portal.accounts.models import User
from tests.conftest import person
from tests.factories.service import appointed


@pytest.fixture
def tutor(site) -> User:
    """The mentor's account."""
    return person("tutor", "尉迟青")


@pytest.fixture
def mentor(tutor: User) -> Mentor:
    """In office for a month, for eleven more."""
    return appointed(user=tutor, page__title="尉迟青")


@pytest.fixture
def at() -> Iterator[Callable[[datetime], Any]]:
    """`at(moment)`: it is then, for the database's clock and for the host's."""
    with ExitStack() as standing:

        def go(moment: datetime) -> None:
            standing.pop_all().close()
            standing.enter_context(clock.put(moment))
            standing.enter_context(time_machine.travel(moment, tick=False))

        yield go
