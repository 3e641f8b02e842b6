"""Two tabs, two clerks, two devices at the same instant (A1): real threads against PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import RequestFactory

from portal.accounts.models import User
from portal.identity.actions import unlink, verify_by_provider
from portal.identity.models import VerifiedIdentity
from portal.identity.refusals import IdentityRefused
from tests.conftest import person
from tests.portal.identity.people import at_counter, statement

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]
ROUNDS = 5


def race(*acts: Callable[[], Any]) -> list[bool]:
    """Do all at the same instant; which of them came through, refused ones first."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> bool:
        try:
            start.wait(10)
            act()
        except (ValidationError, IdentityRefused):
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_last_two_ways_in_when_taken_away_at_once_then_one_stays() -> None:
    assert connection.vendor == "postgresql"
    member = person("member", "王")
    member.set_unusable_password()
    member.save()
    for _round in range(ROUNDS):
        SocialAccount.objects.all().delete()
        for slug in ("rsj", "sdzw"):
            SocialAccount.objects.create(user=member, provider=slug, uid="1")
        request = RequestFactory().post("/")

        came_through = race(
            lambda request=request: unlink(member, "rsj", request=request),
            lambda request=request: unlink(member, "sdzw", request=request),
        )

        assert came_through == [False, True]
        assert SocialAccount.objects.count() == 1


def test_one_number_when_two_accounts_are_verified_with_it_at_once_then_one_of_them_is() -> None:
    for number in range(ROUNDS):
        VerifiedIdentity.objects.all().delete()
        one, other = person(f"one{number}", "王"), person(f"other{number}", "李")

        def claim(account: User) -> Callable[[], Any]:
            request = RequestFactory().post("/")
            return lambda: verify_by_provider(account, statement(), provider="rsj", request=request)

        assert race(claim(one), claim(other)) == [False, True]
        assert VerifiedIdentity.objects.current().count() == 1


def test_one_account_when_two_clerks_enter_it_at_once_then_one_row_holds_and_the_other_is_history() -> None:
    member, clerks = person("member", "王"), [person("clerk1", "许"), person("clerk2", "何")]

    race(*(lambda clerk=clerk: at_counter(member, clerk) for clerk in clerks))

    assert VerifiedIdentity.objects.current().count() == 1
    assert VerifiedIdentity.objects.count() == 2
