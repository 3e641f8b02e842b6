"""A secretary, experts, and a kind of cases to review: the questions of the workflow's own tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Site

from plugins.reviews.base import ReviewKind
from plugins.reviews.kinds import POINT
from plugins.reviews.models import Round, ScoreSheet
from portal.accounts.models import User
from portal.plugin.registry import registry
from portal.roles.table import MANAGER
from tests.conftest import person
from tests.factories import reviews as factory
from tests.portal.workflow.conftest import time
from tests.questions import Question

__all__ = ["time"]


@contextmanager
def questions_reviewed() -> Iterator[ReviewKind]:
    """Meanwhile questions may be reviewed; `factory.told` is what their plugin hears.

    The application of questions is not installed: the database's types have to be told of their class.
    """
    ContentType.objects.clear_cache()
    known = ContentType.model_class
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            ContentType,
            "model_class",
            lambda kind: Question if kind.app_label == "questions" else known(kind),
        )
        patch.setattr(registry["reviews"], "offers", {POINT: (factory.QUESTION_REVIEW,)}, raising=False)
        factory.told.clear()
        yield factory.QUESTION_REVIEW
    factory.told.clear()
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def kind() -> Iterator[ReviewKind]:
    with questions_reviewed() as kind:
        yield kind


@pytest.fixture
def secretary(site: Site) -> User:
    return person("secretary", "秦秘书", MANAGER.group)


@pytest.fixture
def experts(site: Site) -> list[User]:
    """Three of different employers."""
    return [factory.an_expert(f"expert-{number}", f"第{number}研究所") for number in (1, 2, 3)]


@pytest.fixture
def question(citizen: User) -> Question:
    return factory.a_question(citizen)


@pytest.fixture
def round(site: Site, secretary: User, experts: list[User], question: Question, time: Any) -> Round:
    """A round in which two of the three experts have signed and score one case; the third stands by."""
    return factory.opened(site, secretary, [question], seats=2, reserves=1)


@pytest.fixture
def sheets(round: Round) -> list[ScoreSheet]:
    """The sheets of the case, in the order of the panel."""
    found = ScoreSheet.objects.filter(round_case__round=round).order_by("seat__rank")
    return list(found.select_related("seat__expert", "round_case__round"))
