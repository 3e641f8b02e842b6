"""People at the door, and what was sent to them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.testing import add_second_factor, code_now

PASSWORD = "correct horse battery"
PHONE = "13800138000"
MINUTE, HOUR = 60, 3600


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still until it is shifted."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path: Path) -> Path:
    """Where the messages of one test go."""
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return settings.OUTBOX_DIR


@pytest.fixture
def texts(outbox: Path) -> Callable[[str], list[str]]:
    """`texts(phone)`: the messages that were sent to a number, oldest first."""

    def sent(phone: str) -> list[str]:
        return [path.read_text() for path in sorted((outbox / "sms").glob(f"*-{phone}.txt"))]

    return sent


@pytest.fixture
def code_sent_to(texts) -> Callable[[str], str]:
    """`code_sent_to("138…")` or `code_sent_to("a@b.example")`: the code in the latest message."""

    def code(contact: str) -> str:
        latest = (
            [message.body for message in mail.outbox if message.to == [contact]]
            if "@" in contact
            else texts(contact)
        )[-1]
        found = re.search(r"(?<!\d)\d{6}(?!\d)", latest)
        assert found, latest
        return found[0]

    return code


def sign_up(client: Client, contact: str, password: str = PASSWORD, **more: str):
    return client.post("/accounts/signup/", {"contact": contact, "password1": password} | more)


def log_in(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post("/accounts/login/", {"login": login, "password": password} | more)


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


@pytest.fixture
def with_phone(client: Client, site, code_sent_to) -> Client:
    """Somebody who has signed up by phone and is signed in."""
    sign_up(client, PHONE)
    client.post("/accounts/phone/verify/", {"code": code_sent_to(PHONE)})
    assert is_signed_in(client)
    return client


@pytest.fixture
def no_due_passwords(settings) -> None:
    """The other thing that is forced has tests of its own."""
    rules = settings.PASSWORD_RULES
    settings.PASSWORD_RULES = rules | {"staff": rules["staff"] | {"days": None}}


@pytest.fixture
def with_app(editor) -> User:
    add_second_factor(editor)
    return editor


@pytest.fixture
def set_up(monkeypatch):
    """`set_up(client)`: set up an app as a person does; returns the recovery codes.

    What allauth does on commit happens at once: within the request, as outside of tests.
    """

    def activate(client: Client) -> list[str]:
        page = client.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret
        assert secret in page.content.decode()
        with monkeypatch.context() as patch:
            patch.setattr("django.db.transaction.on_commit", lambda done, **options: done())
            done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
        return client.get(done["Location"]).context["unused_codes"]

    return activate
