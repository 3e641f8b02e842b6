"""What every test may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from cms_pages.site_setup import create_site
from portal.accounts.models import User
from portal.roles.table import APPROVER, EDITOR, MENTOR_CLERK
from search import reading


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real transactions come last, whatever the shuffle: their flush takes Wagtail's root page along."""
    items.sort(key=_flushes)


def _flushes(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No test sees what another one cached."""
    cache.clear()
    reading.forget()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path: Path) -> Iterator[None]:
    """Files of a test go with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    shutil.rmtree(tmp_path / "media", ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test finds a site's skeleton in its database: a quarter of a second for each test that needs one."""
    with django_db_blocker.unblock():
        create_site(hostname="testserver")


@pytest.fixture
def site(db) -> Site:
    """A site with its sections, groups and workflow, and nothing published yet."""
    # Only a test with transactions of its own leaves an empty database to the next one.
    return Site.objects.filter(hostname="testserver").first() or create_site(hostname="testserver")


def person(username: str, name: str, *groups: str, **fields: object) -> User:
    user = User.objects.create_user(
        username, f"{username}@hailan.example", "correct horse battery", last_name=name, **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
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


@pytest.fixture
def signed_in(client: Client):
    """`signed_in(user)`: a client that carries the user's session."""

    def enter(user: User) -> Client:
        fresh = Client()
        fresh.force_login(user)
        return fresh

    return enter
