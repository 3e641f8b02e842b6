"""What signing in costs beside its hash, what its time tells a stranger, and what rights cost on a list of fifty.

    python -m benchmarks.sign_in [--rounds 10] [--tries 200]

A sign-in with a password is asked of the WSGI application in one process, in turns with the bare check of the same
password; CPU time, the faster quarter of the rounds counts. The lists are those of the security administrator: accounts
and grants, with one row and with fifty.

A stranger knocks with contacts that have an account and with others, in turns, each once; the medians of the CPU time
of the answers are compared, door by door. Hashing eight hundred passwords in full takes ten minutes and is the same work
each time: the rounds that each answer hashes are counted and must be equal, a HASH_PART of them is carried out, and the
rest is added to the time at the price per round that was measured. Beside the difference of the medians stands how large
it is at most in 95 of 100 samples that are drawn anew from the tries; what is above the bar then needs more tries.

The database is a SQLite file in a temporary folder, or an empty one named by DATABASE_URL. Bars: the hash is at least 70
in 100 of a sign-in, and a list of fifty asks no more of the database than a list of one (A1); known and unknown contacts
differ by at most 10 in 100 of the time, and by no round of hashing (B6). Exit code 1 when one is missed.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock

HASH_BAR = 0.7
PASSWORD = "correct horse battery staple"
ROWS = 50
LISTS = ("/admin/accounts/", "/admin/roles/")
TELLING_BAR = 0.1
HASH_PART = 100
SAMPLES = 1000
DOORS: dict[str, tuple[str, dict[str, str]]] = {
    "/accounts/login/": ("login", {"password": "wrong horse battery"}),
    "/accounts/login/code/": ("contact", {}),
    "/accounts/password/reset/": ("contact", {}),
    "/accounts/signup/": ("contact", {"password1": "another good sentence"}),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--tries", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _set_up(folder)
        a_hash, sign_in = _cost_of_a_sign_in(options.rounds)
        told = {door: _tell(door, options.tries, a_hash) for door in DOORS}
        asked = _statements_of_lists()
    share = a_hash / sign_in
    print(f"the hash is {share:.0%} of a sign-in (bar {HASH_BAR:.0%})")
    for address, found in told.items():
        print(f"{address} {found.words} (bar {TELLING_BAR:.0%})")
    for address, (one, fifty) in asked.items():
        print(f"{address} asks {one} statements for one row, {fifty} for {ROWS}")
    telling = any(found.is_telling for found in told.values())
    sys.exit(share < HASH_BAR or telling or any(one != fifty for one, fifty in asked.values()))


def _set_up(folder: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("CACHE_URL", "locmem://")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("create_site", verbosity=0)


def _cost_of_a_sign_in(rounds: int) -> tuple[float, float]:
    """The seconds of the bare check of a password, and of the sign-in with it."""
    from django.contrib.auth.hashers import check_password
    from django.core.cache import cache
    from django.test import Client

    from portal.accounts.models import User

    person = User.objects.create_user("someone", "someone@hailan.example", PASSWORD)
    words = {"login": "someone@hailan.example", "password": PASSWORD}
    hashes, whole = [], []
    for _round in range(rounds + 1):
        cache.clear()
        hashes.append(_seconds(lambda: check_password(PASSWORD, person.password)))
        client = Client()
        whole.append(_seconds(lambda client=client: _require(client.post("/accounts/login/", words))))  # type: ignore[misc]
    return _fast(hashes[1:]), _fast(whole[1:])


@dataclass(frozen=True)
class Told:
    """What a door tells of accounts: by what share of the time, and by how many rounds of hashing."""

    share: float
    at_most: float
    known_rounds: int
    other_rounds: int

    @property
    def is_telling(self) -> bool:
        return self.share > TELLING_BAR or self.known_rounds != self.other_rounds

    @property
    def words(self) -> str:
        return (
            f"takes {self.share:.1%}, at most {self.at_most:.1%}, longer or shorter for who has an account, "
            f"and hashes {self.known_rounds} rounds against {self.other_rounds}"
        )


def _tell(door: str, tries: int, a_hash: float) -> Told:
    """Knock at a door as often for contacts with an account as for others; `a_hash` is what one takes in full."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    taken: dict[bool, list[float]] = {True: [], False: []}
    rounds = {True: 0, False: 0}
    whole = PBKDF2PasswordHasher.iterations
    left_out = a_hash / whole * (HASH_PART - 1)  # seconds for each round that is carried out
    with mock.patch.object(PBKDF2PasswordHasher, "iterations", whole // HASH_PART):
        known = [f"known{number}@{door.strip('/').replace('/', '-')}.example" for number in range(tries + 1)]
        _open_accounts(known)
        for number, contact in enumerate(known):
            asked = {True: contact, False: contact.replace("known", "nobody")}
            for has_account in (True, False) if number % 2 else (False, True):
                with _counting_rounds() as counted:
                    seconds = _knock(door, asked[has_account])
                taken[has_account].append(seconds + sum(counted) * left_out)
                rounds[has_account] += sum(counted) * HASH_PART
    mine, others = taken[True][1:], taken[False][1:]  # the first ones load what stays loaded
    return Told(_difference(mine, others), _at_most(mine, others), rounds[True], rounds[False])


@contextmanager
def _counting_rounds() -> Iterator[list[int]]:
    """The rounds of each hash that is asked for meanwhile."""
    from django.utils.crypto import pbkdf2

    counted: list[int] = []

    def counting(password: Any, salt: Any, iterations: int, *args: Any, **kwargs: Any) -> bytes:
        counted.append(iterations)
        return pbkdf2(password, salt, iterations, *args, **kwargs)

    with mock.patch("django.contrib.auth.hashers.pbkdf2", counting):
        yield counted


def _difference(mine: list[float], others: list[float]) -> float:
    """By what share of the shorter one the medians differ."""
    medians = sorted((statistics.median(mine), statistics.median(others)))
    return medians[1] / medians[0] - 1


def _at_most(mine: list[float], others: list[float]) -> float:
    """The upper end of the difference, in 95 of 100 samples drawn anew."""
    chance = random.Random(7)
    drawn = (
        _difference(chance.choices(mine, k=len(mine)), chance.choices(others, k=len(others)))
        for _ in range(SAMPLES)
    )
    return sorted(drawn)[int(SAMPLES * 0.95)]


def _open_accounts(addresses: list[str]) -> None:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from portal.accounts.models import User

    password = make_password(PASSWORD)
    for address in addresses:
        person = User.objects.create(username=address, email=address, password=password)
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)


def _knock(door: str, contact: str) -> float:
    from django.core.cache import cache
    from django.test import Client

    field, more = DOORS[door]
    cache.clear()
    client = Client(REMOTE_ADDR=f"10.{random.randrange(256)}.{random.randrange(256)}.1")
    answers: list[Any] = []
    seconds = _seconds(lambda: answers.append(client.post(door, {field: contact, **more})))
    if answers[0].status_code not in {200, 302}:
        raise SystemExit(f"{door} refused: {answers[0].status_code}")
    return seconds


def _require(answer: Any) -> None:
    if answer.status_code != 302:
        raise SystemExit(f"the sign-in was refused: {answer.status_code}")


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _fast(times: list[float]) -> float:
    """The mean of the faster quarter."""
    return statistics.mean(sorted(times)[: max(1, len(times) // 4)])


def _statements_of_lists() -> dict[str, tuple[int, int]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from portal.accounts.models import User
    from portal.accounts.testing import sign_in
    from portal.roles.models import Grant

    chief = User.objects.create_superuser("chief", "chief@hailan.example", PASSWORD)
    second = User.objects.create_user("second", "second@hailan.example", PASSWORD)
    client = sign_in(Client(), chief)
    now = timezone.now()

    def grow(to: int) -> None:
        for number in range(Grant.objects.count(), to):
            person = User.objects.create(username=f"person{number}", last_name=f"人员{number}")
            Grant.objects.create(
                person=person,
                role="editor",
                starts_at=now,
                ends_at=now + timedelta(days=30),
                reason="轮岗",
                proposed_by=chief,
                proposed_at=now,
                confirmed_by=second,
                confirmed_at=now,
            )

    def statements(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            if client.get(address).status_code != 200:
                raise SystemExit(f"{address} was refused")
        return len(asked)

    grow(1)
    one = {address: statements(address) for address in LISTS}
    grow(ROWS)
    return {address: (one[address], statements(address)) for address in LISTS}


if __name__ == "__main__":
    main()
