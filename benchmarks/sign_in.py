"""What signing in costs beside its hash, and what rights cost on a list of fifty.

    python -m benchmarks.sign_in [--rounds 20]

A sign-in with a password is asked of the WSGI application in one process, in turns with the bare check of the same
password; CPU time, the faster quarter of the rounds counts. The lists are those of the security administrator: accounts
and grants, with one row and with fifty. The database is a SQLite file in a temporary folder, or an empty one named by
DATABASE_URL. Bars: the hash is at least 70 in 100 of a sign-in, and a list of fifty asks no more of the database than a
list of one (A1). Exit code 1 when one is missed.
"""

import argparse
import os
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _set_up(folder)
        share = _share_of_the_hash(options.rounds)
        asked = _statements_of_lists()
    print(f"the hash is {share:.0%} of a sign-in (bar {HASH_BAR:.0%})")
    for address, (one, fifty) in asked.items():
        print(f"{address} asks {one} statements for one row, {fifty} for {ROWS}")
    sys.exit(share < HASH_BAR or any(one != fifty for one, fifty in asked.values()))


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
