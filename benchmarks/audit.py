"""What the trace costs on a page that shows ten people, and how fast it is verified.

    python -m benchmarks.audit [--rounds 60] [--entries 100000]

The page is the security administrator's list of ten accounts, asked of the WSGI application in one process, in turns
with and without its trace: one entry for each person shown, in one statement, and the seal of all ten after it. Of
each kind the faster quarter counts, for the rest tells of the machine's other work; the time is that of the wall,
because a database server works for it, too. The database is a SQLite file in a temporary folder, or an empty one named
by DATABASE_URL. Bars: at most 1.3 times the page without (B10), a million entries verified in 60 seconds (B11). Exit
code 1 when one is missed.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from typing import Any
from unittest import mock
from wsgiref.util import setup_testing_defaults

PAGE_BAR, MILLION_BAR = 1.3, 60.0
PEOPLE = 10
PAGE = "/admin/accounts/"
MILLION = 1_000_000
BATCH = 5_000
SILENT = mock.patch.multiple("portal.accounts.desk.views", record_each=mock.DEFAULT)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        application = _set_up(folder)
        ratio = _measure_page(application, _cookie(), options.rounds)
        _fill(options.entries)
        seconds = _measure_verifying() * MILLION / options.entries
    print(f"the page with its trace takes {ratio:.2f} times as long as without (bar {PAGE_BAR})")
    print(f"a million entries are verified in {seconds:.0f} s (bar {MILLION_BAR:.0f})")
    sys.exit(ratio > PAGE_BAR or seconds > MILLION_BAR)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--entries", type=int, default=100_000)
    return parser.parse_args()


def _set_up(folder: str) -> Any:
    """The portal on an empty database with a site, and the accounts that the page shows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("CACHE_URL", "locmem://")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    call_command("migrate", verbosity=0)
    call_command("create_site", verbosity=0)
    return application


def _cookie() -> str:
    """The session of the last of ten people who work here, who looks at all of them."""
    from django.conf import settings
    from django.contrib.auth.models import Group
    from django.test import Client

    from portal.accounts.models import User
    from portal.accounts.testing import sign_in
    from portal.roles.table import SECURITY_ADMINISTRATOR

    for number in range(PEOPLE):
        person = User.objects.create_user(f"staff{number}", password=None, last_name="职", first_name="员")
        person.groups.add(Group.objects.get(name=SECURITY_ADMINISTRATOR.group))
    client = sign_in(Client(), person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _measure_page(application: Any, cookie: str, rounds: int) -> float:
    """How many times as long the page takes with its trace."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for place in range(2 * rounds + 10):
        traced = place % 2 == 0
        with nullcontext() if traced else SILENT:
            started = time.perf_counter()
            _get(application, cookie)
            if place >= 10:
                times[traced].append(time.perf_counter() - started)
    _require_traces(rounds)
    quick = {traced: statistics.mean(sorted(taken)[: rounds // 4]) for traced, taken in times.items()}
    print(f"page {1000 * quick[False]:.1f} ms, with trace {1000 * quick[True]:.1f} ms")
    return quick[True] / quick[False]


def _get(application: Any, cookie: str) -> None:
    environ: dict[str, Any] = {"PATH_INFO": PAGE, "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)
    status: list[str] = []
    answer = application(environ, lambda line, headers, exc_info=None: status.append(line))
    body = b"".join(answer)
    answer.close()
    assert status == ["200 OK"], status
    assert body.count(b"staff") >= PEOPLE


def _require_traces(rounds: int) -> None:
    """Ten sealed entries for each page that was counted with its trace, none for the others."""
    from portal.audit.models import Entry, Link
    from portal.audit.table import PERSON_READ

    looks = Entry.objects.filter(action=PERSON_READ.name)
    assert looks.count() == (rounds + 5) * PEOPLE
    assert not looks.filter(link=None).exists()
    assert Link.objects.count() == Entry.objects.count()


def _fill(number: int) -> None:
    from portal.audit.recording import record_each
    from portal.audit.table import PERSON_READ

    started = time.perf_counter()
    for first in range(0, number, BATCH):
        record_each(PERSON_READ, range(first, first + BATCH), purpose="核对名单", details="list")
    print(f"{number / (time.perf_counter() - started):.0f} entries a second recorded and sealed")


def _measure_verifying() -> float:
    from portal.audit.verifying import verify

    started = time.perf_counter()
    report = verify()
    assert not report.counts, report.counts
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
