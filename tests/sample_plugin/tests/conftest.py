from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from people import appointed, staff_with
from qingchuang_hello.models import Greeting
from wagtail.models import Site

from plugins.mentors.models import Mentor
from portal.accounts.testing import sign_in
from portal.plugin.base import Plugin
from portal.plugin.registry import registry
from portal.plugin.switches import switch


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test finds the portal's sections in its database."""
    with django_db_blocker.unblock():
        call_command("create_site", stdout=StringIO())


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    """A portal with its sections and one greeting; the plugin is on."""
    cache.clear()
    site = Site.objects.get(is_default_site=True)
    Greeting.objects.create(site=site, text="早上好，海澜")
    switch(registry["hello"], site, on=True)
    yield site
    cache.clear()


@pytest.fixture
def private(settings, tmp_path: Path) -> Path:
    """The folder of private files, for one test."""
    options = {"location": tmp_path / "private"}
    private = {**settings.STORAGES["private"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return tmp_path / "private"


@pytest.fixture
def hello(site: Site) -> Plugin:
    return registry["hello"]


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def staff(site: Site) -> Client:
    person = get_user_model().objects.create_superuser("staff", "staff@hailan.example", "staff")
    return sign_in(Client(), person)


@pytest.fixture
def asker(site: Site) -> Any:
    return get_user_model().objects.create_user("asker")


@pytest.fixture
def officer(site: Site) -> Any:
    return staff_with("officer", "hello.view_request", "hello.answer_request")


@pytest.fixture
def mentor(site: Site) -> Mentor:
    return appointed("yuchi-qing", "尉迟青")


@pytest.fixture
def peer(site: Site) -> Mentor:
    return appointed("situ-yuan", "司徒远")
