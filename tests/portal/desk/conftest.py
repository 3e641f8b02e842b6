"""A desk with two clerks and the cases that they check."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import Client, override_settings

from portal.accounts.models import User
from portal.desk.models import WorkItem
from portal.roles.table import DESK_OFFICER
from tests.conftest import person
from tests.portal.desk.checked import FILE, SENT_BACK, CheckedFlow
from tests.portal.plugin.conftest import install, plugin
from tests.portal.workflow.conftest import START, asker, mentor, time
from tests.questions import Question

__all__ = ["START", "asker", "install", "mentor", "time"]

LETTER = {
    "title": "您的材料需要补正",
    "body": "{{ name }}，请一次补正：{{ points }}。",
    "sms": "您的材料需要补正，请登录青创通查看。",
}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The words of the letter. With other folders all templates are read anew: once, for all tests of a module."""
    words = tmp_path_factory.mktemp("words")
    folder = words / "questions" / "notices"
    folder.mkdir(parents=True)
    for part, text in LETTER.items():
        (folder / f"sent_back.{part}.txt").write_text(text, encoding="utf-8")
    engine = settings.TEMPLATES[0]
    with override_settings(TEMPLATES=[{**engine, "DIRS": [words, *engine["DIRS"]]}]):
        yield


@pytest.fixture(autouse=True)
def flow(install, site, words: None) -> type[CheckedFlow]:
    """The portal has the cases of this desk, with the words of their letter."""
    ContentType.objects.clear_cache()
    declared = {"workflows": (CheckedFlow,), "casework": (FILE,), "notices": (SENT_BACK,)}
    install(plugin("questions", enabled_by_default=True, **declared))
    return CheckedFlow


@pytest.fixture
def clerk(flow) -> User:
    return person("li", "李可", DESK_OFFICER.group)


@pytest.fixture
def colleague(flow) -> User:
    return person("zhao", "赵宁", DESK_OFFICER.group)


@pytest.fixture
def ask(flow, time, asker: User, mentor: User) -> Callable[..., Question]:
    """`ask("怎样注册公司？", hours=48)`: a case that begins now."""

    def begin(text: str = "怎样注册公司？", hours: int = 48) -> Question:
        case = Question(text=text, asker=asker, mentor=mentor, hours=hours)
        return flow.ask(case, actor=asker)

    return begin


@pytest.fixture
def case(ask) -> Question:
    return ask()


def item_of(case: Question) -> WorkItem:
    return WorkItem.objects.of(case).get()


@pytest.fixture
def desk(clerk: User, signed_in) -> Client:
    return signed_in(clerk)
