"""People around a question, and the database's clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from portal import clock
from portal.accounts.models import User
from portal.working_time.calendar import SHANGHAI
from tests.conftest import person
from tests.portal.plugin.conftest import install, plugin
from tests.questions import Question, QuestionFlow

__all__ = ["install"]

START = datetime(2026, 3, 9, 10, 0, tzinfo=SHANGHAI)


class StandingClock:
    """The database's clock, which goes where a test sends it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.standing: Any = None
        self.put(moment)

    def put(self, moment: datetime) -> None:
        self.stop()
        self.moment = moment
        self.standing = clock.put(moment)
        self.standing.__enter__()

    def shift(self, **span: float) -> None:
        self.put(self.moment + timedelta(**span))

    def stop(self) -> None:
        if self.standing:
            self.standing.__exit__(None, None, None)


@pytest.fixture
def time() -> Iterator[StandingClock]:
    """`time.shift(hours=48)`, `time.put(moment)`; it begins on Monday, 9 March 2026 at 10."""
    standing = StandingClock(START)
    yield standing
    standing.stop()


@pytest.fixture
def flow(install) -> type[QuestionFlow]:
    """The portal has the workflow of questions."""
    ContentType.objects.clear_cache()
    install(plugin("questions", workflows=(QuestionFlow,)))
    return QuestionFlow


@pytest.fixture
def asker(db) -> User:
    return person("asker", "陈提问")


@pytest.fixture
def mentor(db) -> User:
    return person("mentor", "王导师")


@pytest.fixture
def officer(db) -> User:
    return person("officer", "何专员")


@pytest.fixture
def question(flow, time, asker: User, mentor: User) -> Question:
    """An open question, asked now."""
    return flow.ask(Question(text="怎样注册公司？", asker=asker, mentor=mentor), actor=asker)
