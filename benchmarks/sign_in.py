"""What signing in costs beside its hash, what its time tells a stranger, and what rights cost on a list of fifty.

    python -m benchmarks.sign_in [--rounds 20] [--tries 200]

A sign-in with a password is asked of the WSGI application in one process, in turns with the bare check of the same
password; CPU time, the faster quarter of the rounds counts. The lists are those of the security administrator: accounts
and grants, with one row and with fifty. A stranger who knocks with contacts that have an account and with others, in
turns, each once, gets answers whose medians are compared, door by door. The database is a SQLite file in a temporary folder, or an empty one named by
DATABASE_URL. Bars: the hash is at least 70 in 100 of a sign-in, and a list of fifty asks no more of the database than a
list of one (A1); known and unknown contacts differ by at most 10 in 100 of the time (B6). Exit code 1 when one is missed.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

HASH_BAR = 0.7
PASSWORD = "correct horse battery staple"
ROWS = 50
LISTS = ("/admin/accounts/", "/admin/roles/")
TELLING_BAR = 0.1
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
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--tries", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _set_up(folder)
        share = _share_of_the_hash(options.rounds)
        told = {door: _difference(door, options.tries) for door in DOORS}
        asked = _statements_of_lists()
    print(f"the hash is {share:.0%} of a sign-in (bar {HASH_BAR:.0%})")
    for address, difference in told.items():
        print(
            f"{address} takes {difference:.1%} longer or shorter for who has an account (bar {TELLING_BAR:.0%})"
        )
    for address, (one, fifty) in asked.items():
        print(f"{address} asks {one} statements for one row, {fifty} for {ROWS}")
    telling = any(difference > TELLING_BAR for difference in told.values())
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


def _share_of_the_hash(rounds: int) -> float:
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
    return _fast(hashes[1:]) / _fast(whole[1:])


def _difference(door: str, tries: int) -> float:
    """By what share of the shorter time the medians for known and for unknown contacts differ."""
    known = [f"known{number}@{door.strip('/').replace('/', '-')}.example" for number in range(tries)]
    _open_accounts(known)
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number, contact in enumerate(known):
        asked = {True: contact, False: contact.replace("known", "nobody")}
        for has_account in (True, False) if number % 2 else (False, True):
            taken[has_account].append(_knock(door, asked[has_account]))
    mine, others = statistics.median(taken[True]), statistics.median(taken[False])
    return abs(mine - others) / min(mine, others)


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
