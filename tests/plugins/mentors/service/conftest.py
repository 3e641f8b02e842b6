"""A mentor in service, and the database's clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import pytest
import time_machine
from wagtail.models import Site

from plugins.mentors.models import Mentor
from portal import clock
from portal.accounts.models import User
from tests.conftest import person
from tests.factories.service import appointed


@pytest.fixture(scope="module")
def in_office(module_site: Site) -> int:
    """Whom every test of a module is about: in office for a month, for eleven more."""
    return appointed(user=person("tutor", "尉迟青"), page__title="尉迟青").pk


@pytest.fixture
def mentor(in_office: int, site: Site) -> Mentor:
    return Mentor.objects.select_related("page", "user").get(pk=in_office)


@pytest.fixture
def tutor(mentor: Mentor) -> User:
    """The mentor's account."""
    assert mentor.user
    return mentor.user


@pytest.fixture
def novice(site: Site) -> User:
    """Somebody who is to be appointed."""
    return person("novice", "尉迟青")


@pytest.fixture
def at() -> Iterator[Callable[[datetime], Any]]:
    """`at(moment)`: it is then, for the database's clock and for the host's."""
    with ExitStack() as standing:

        def go(moment: datetime) -> None:
            standing.pop_all().close()
            standing.enter_context(clock.put(moment))
            standing.enter_context(time_machine.travel(moment, tick=False))

        yield go
