"""What every test may ask for."""

import gc
import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.test import Client, TransactionTestCase, override_settings
from django.utils.module_loading import import_string
from django_q import tasks
from django_q.signing import SignedPackage
from hypothesis import settings as hypothesis_settings
from wagtail.models import Site

from cms_pages.site_setup import create_site
from portal.accounts.models import User
from portal.accounts.second_factor.mark import mark
from portal.accounts.testing import complete
from portal.roles.table import APPROVER, EDITOR, MENTOR_CLERK
from portal.sites import key_of
from search import reading
from search.demand import noting
from tests import selecting, template_database

BLOCKER = pytest.StashKey[Any]()
SITE = pytest.StashKey[Site]()

# What the machine does meanwhile says nothing of what is tested; tests of speed count this thread's own time.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

UNINDEXED = {"default": {"BACKEND": "tests.unindexed.UnindexedBackend"}}
AS_SERVED = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def pytest_addoption(parser: pytest.Parser) -> None:
    selecting.add_options(parser)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    selecting.select(config, items)


def pytest_configure() -> None:
    """What is loaded from here on stays: looking for garbage among it takes a third of the loading."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Looking for garbage among what is loaded by now would take a tenth of the tests' time."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(1_000_000, 20, 100)


def pytest_sessionfinish() -> None:
    """pytest looks for garbage five times before it ends: as long as many tests, and nothing would come of it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with transactions of its own leaves the database as it found it, whatever comes next."""
    marker = item.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        return (yield)
    with item.session.stash[BLOCKER].unblock():
        template_database.allow_emptying()
    yield
    if nextitem:
        with item.session.stash[BLOCKER].unblock():
            template_database.renew()


@pytest.fixture(scope="session", autouse=True)
def no_flush() -> Iterator[None]:
    """Tests with transactions of their own get a new copy of the database; emptying tables, the trace would refuse."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_finishing() -> Iterator[None]:
    """Tables of a lexicon are made by whoever asks for them: no test has it long enough to be spared that by a thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading._lexicons, "_finish", lambda known: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_simulated_workers() -> Iterator[None]:
    """A task is done at once and here, as with django-q's `sync`, which makes two queues and two threads for each."""

    def carry_out(pack: str) -> str:
        task = SignedPackage.loads(pack)
        import_string(task["func"])(*task["args"], **task["kwargs"])
        return str(task["id"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "_sync", carry_out)
        yield


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test sees what another one cached, or counts what another one has searched for.

    Which site the tests ask is known, as it is to a portal from its first request on: looking it up is dear.
    """
    cache.clear()
    reading.forget()
    noting.forget()
    if site := request.session.stash.get(SITE, None):
        cache.set(key_of(site.hostname), site)
    yield
    cache.clear()


@contextmanager
def second_factors() -> Iterator[None]:
    """Whoever signs in meanwhile has shown a second factor and a password of their own, as staff must."""

    def show(sender: type[Any], request: HttpRequest, user: User, **kwargs: Any) -> None:
        mark(request, user)
        if user.is_at_work_here:
            complete(request.session, user)

    user_logged_in.connect(show)
    yield
    user_logged_in.disconnect(show)


@pytest.fixture(autouse=True)
def second_factor_shown(request: pytest.FixtureRequest) -> Iterator[None]:
    """As `second_factors`, for every test but those marked `password_only`, which are of just that."""
    with nullcontext() if request.node.get_closest_marker("password_only") else second_factors():
        yield


@pytest.fixture(scope="session", autouse=True)
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests' files go."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def own_media(media: Path) -> Iterator[None]:
    """Files of a test go with the test."""
    yield
    shutil.rmtree(media, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Every test finds a site's skeleton in its database: a quarter of a second for each test that needs one."""
    request.session.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock():
        template_database.create()
        create_site(hostname="testserver")
        request.session.stash[SITE] = Site.objects.select_related("root_page").get(hostname="testserver")
        template_database.keep()
    yield
    with django_db_blocker.unblock():
        template_database.destroy()


@pytest.fixture
def site(request: pytest.FixtureRequest, db) -> Site:
    """A site with its sections, groups and workflow, and nothing published yet."""
    return deepcopy(request.session.stash[SITE])


@pytest.fixture(scope="module")
def module_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """The same for fixtures of scope "module", which make rows once for all tests that only read them.

    What a test changes in the database is taken back as ever, what it changes in memory is not: hand out copies.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield Site.objects.get(hostname="testserver")
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """That somebody is turned away goes to no log meanwhile, where it happens ten thousand times; failures still do."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="session", autouse=True)
def unindexed() -> Iterator[None]:
    with override_settings(TASKS=UNINDEXED):
        yield


@pytest.fixture(scope="module")
def wagtail_indexes() -> Iterator[None]:
    """The admin's search finds what is saved, and Wagtail knows what refers to what, as outside the tests."""
    with override_settings(TASKS=AS_SERVED):
        yield


def person(username: str, name: str, *groups: str, **fields: object) -> User:
    user = User.objects.create_user(
        username, f"{username}@hailan.example", "correct horse battery", last_name=name, **fields
    )
    if groups:
        user.groups.add(*Group.objects.filter(name__in=groups).values_list("pk", flat=True))
    return user


@pytest.fixture
def editor(site: Site) -> User:
    return person("editor", "周编辑", EDITOR.group)


@pytest.fixture
def approver(site: Site) -> User:
    return person("approver", "郑审核", APPROVER.group)


@pytest.fixture
def clerk(site: Site) -> User:
    return person("clerk", "何专员", MENTOR_CLERK.group)


@pytest.fixture
def manager(site: Site) -> User:
    """A superuser."""
    return person("manager", "总管", is_superuser=True, is_staff=True)


@pytest.fixture
def citizen(site: Site) -> User:
    """Somebody with an account and no rights."""
    return person("citizen", "王市民")


class Newcomer(Client):
    """A client without a session until somebody signs in: Django's makes one for that, to be replaced at once."""

    @property
    def session(self) -> SessionBase:
        return super().session if settings.SESSION_COOKIE_NAME in self.cookies else SessionStore()


def signed_in_once(people: Mapping[str, User]) -> dict[str, Client]:
    """A client for each, for a whole module: a test takes copies (`copied`), so that it leaves no cookie behind."""
    clients = {name: Client() for name in people}
    with second_factors():
        for name, client in clients.items():
            client.force_login(people[name])
    return clients


def copied(client: Client) -> Client:
    """Another one that carries the same cookies."""
    copy = Client()
    copy.cookies = deepcopy(client.cookies)
    return copy


@pytest.fixture
def signed_in(client: Client):
    """`signed_in(user)`: a client that carries the user's session."""

    def enter(user: User) -> Client:
        fresh = Newcomer()
        fresh.force_login(user)
        return fresh

    return enter
