"""Security administrators who press the same button at once: one effect, and a sentence for the other. Real threads."""

from threading import Barrier, Thread

import pytest
from django.contrib.messages import get_messages
from django.db import connection, connections  # noqa: F401 - the skip asks it
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.audit.models import Entry
from portal.roles.actions import grant_role
from portal.roles.models import Grant
from portal.roles.table import ROLES
from tests.conftest import person
from tests.portal.roles.moments import LATER
from tests.portal.roles.test_actions import give, roles_of
from tests.portal.roles.test_views import filled, text_of

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]
ROUNDS = 4


def race(*posted: tuple[Client, str, dict[str, str]]) -> list[str]:
    """Send all forms at the same instant; what each is told."""
    start, told = Barrier(len(posted)), [""] * len(posted)

    def send(place: int, client: Client, address: str, form: dict[str, str]) -> None:
        try:
            start.wait(10)
            answer = client.post(address, form, follow=True)
            said = [str(message) for message in get_messages(answer.wsgi_request)]
            told[place] = said[0] if said else text_of(answer)
        finally:
            connections.close_all()

    threads = [Thread(target=send, args=(place, *form)) for place, form in enumerate(posted)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


@pytest.fixture
def three(security, signed_in) -> list[Client]:
    """Three security administrators, signed in."""
    third = person("third", "闻慎行")
    give(third, "security_administrator", security)
    return [signed_in(User.objects.get(pk=each.pk)) for each in (*security, third)]


def proposed(newcomer: User, security: tuple[User, User]) -> Grant:
    return grant_role(newcomer, ROLES["approver"], actor=security[0], ends_at=LATER, reason="任职")


def traced(newcomer: User, *, since: int) -> list[str]:
    """What was kept of changes to the person's rights."""
    rows = Entry.objects.filter(pk__gt=since, subject=newcomer.pk, action__startswith="roles.")
    return sorted(rows.values_list("action", flat=True))


def last() -> int:
    return Entry.objects.latest("pk").pk


def test_same_role_given_twice_at_once_is_given_once(security, newcomer: User, signed_in) -> None:
    """Whether it works at once or waits for another; pressed twice by one, and by two."""
    address, clients = reverse("roles:new"), [signed_in(each) for each in (security[0], *security)]
    for role in ("expert", "approver"):
        before, form = last(), filled("newcomer", role)

        told = race(*[(client, address, form) for client in clients])

        assert sum("已授予" in one or "已提出" in one for one in told) == 1, told
        assert sum("这段时间内已有" in one for one in told) == 2, told
        assert len(traced(newcomer, since=before)) == 1
        Grant.objects.filter(person=newcomer).delete()


def test_two_who_confirm_at_once_confirm_once(three, security, newcomer: User) -> None:
    for _round in range(ROUNDS):
        grant, before = proposed(newcomer, security), last()
        address = reverse("roles:confirm", args=[grant.pk])

        told = race(*[(client, address, {}) for client in three[1:]])

        assert sum("已确认" in one for one in told) == 1, told
        assert sum("这项授权已经由" in one for one in told) == 1, told
        assert roles_of(newcomer) == {"审核"}
        assert len(traced(newcomer, since=before)) == 1
        Grant.objects.filter(pk=grant.pk).delete()


def test_who_confirms_what_is_taken_back_at_that_moment_leaves_no_role(
    three, security, newcomer: User
) -> None:
    for _round in range(ROUNDS):
        grant, before = proposed(newcomer, security), last()
        confirm, end = (reverse(f"roles:{name}", args=[grant.pk]) for name in ("confirm", "end"))

        told = race((three[1], confirm, {}), (three[2], end, {"reason": "材料不全"}))

        assert "已收回" in told[1], told
        came_through = "已确认" in told[0]
        assert came_through or "这项授权已由" in told[0], told
        assert roles_of(newcomer) == set()
        assert len(traced(newcomer, since=before)) == 1 + came_through
