"""What opening the desk's queue costs when it is long: a page of 50 with its counts, at 1,000 and at 100,000 open cases.

    python -m benchmarks.desk [--many 100000] [--rounds 30]

The page is asked for by a signed-in clerk through Django's client, in turns on a short and on a long queue of two sites,
so that only the ratio means anything; of each the faster quarter counts. The database is a SQLite file in a temporary
folder, or an empty one named by DATABASE_URL. Bars: at most three times as long, at most eight statements besides
those that say who is asking. Exit code 1 when one is missed.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from typing import Any

RATIO_BAR, SQL_BAR = 3.0, 8
FEW = 1_000
SIGNED_IN = 4  # session, person, and twice their permissions
HOSTS = {"few": "few.example", "many": "many.example"}
PERMISSION = "identity.verify_at_counter"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        _set_up(folder)
        sites = {"few": _site("few", FEW), "many": _site("many", options.many)}
        client = _clerk()
        statements = max(_statements(client, name) for name in sites)
        times = _measure(client, options.rounds)
    ratio = times["many"] / times["few"]
    print(f"{FEW} cases {times['few'] * 1000:.1f} ms, {options.many} cases {times['many'] * 1000:.1f} ms")
    print(f"the long queue takes {ratio:.2f} times as long (bar {RATIO_BAR:.0f})")
    print(f"{statements} statements of its own (bar {SQL_BAR})")
    sys.exit(ratio > RATIO_BAR or statements > SQL_BAR)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    return parser.parse_args()


def _set_up(folder: str) -> None:
    """The portal on an empty database, with the questions of the desk's tests as its only cases."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from portal.plugin.base import Plugin
    from portal.plugin.registry import registry
    from tests.portal.desk.checked import FILE, CheckedFlow
    from tests.questions import Question

    settings.ALLOWED_HOSTS = [*HOSTS.values()]
    settings.STAFF_SECOND_FACTOR = False
    call_command("migrate", verbosity=0, interactive=False)
    call_command("create_site", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Question)  # the queue leaves out one's own cases, and asks it which these are
    declared = {
        "slug": "questions",
        "label": "questions",
        "enabled_by_default": True,
        "workflows": (CheckedFlow,),
        "casework": (FILE,),
    }
    registry._usable = {"questions": type("Questions", (Plugin,), declared)("questions")}


def _site(name: str, number: int) -> Any:
    """A site with so many open cases, due in the coming 90 days, one in ten of them claimed."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Site

    from portal.desk.models import WorkItem
    from tests.questions import Question

    default = Site.objects.get(is_default_site=True)
    site = Site.objects.create(hostname=HOSTS[name], root_page=default.root_page)
    kind, now = ContentType.objects.get_for_model(Question), timezone.now()
    first = 1 if name == "few" else FEW + 1
    WorkItem.objects.bulk_create(
        (
            WorkItem(
                site=site,
                case_type=kind,
                case_id=first + place,
                number=f"LY-2026-{first + place:06d}",
                title=f"材料 {place}",
                applicant="陈**",
                state="open",
                version=1,
                work=PERMISSION,
                due_at=(due := now + timedelta(hours=place * 7919 % 2160 - 12)),
                order_at=due,
                last_move="ask",
                last_party="asker",
                last_at=now,
            )
            for place in range(number)
        ),
        batch_size=2_000,
    )
    return site


def _clerk() -> Any:
    from django.contrib.auth.models import Permission
    from django.test import Client

    from portal.accounts.models import User

    clerk = User.objects.create_user("clerk", last_name="李可")
    clerk.user_permissions.add(Permission.objects.get(codename=PERMISSION.partition(".")[2]))
    client = Client()
    client.force_login(clerk)
    return client


def _open(client: Any, name: str) -> None:
    answer = client.get("/desk/", headers={"host": HOSTS[name]})
    assert answer.status_code == 200, answer.status_code
    assert answer.content.count(b"data-row") == 50


def _statements(client: Any, name: str) -> int:
    """How many statements a warm page needs besides those that say who is asking."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _open(client, name)
    with CaptureQueriesContext(connection) as asked:
        _open(client, name)
    return len(asked) - SIGNED_IN


def _measure(client: Any, rounds: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in HOSTS}
    for _round in range(rounds):
        for name in HOSTS:
            started = time.perf_counter()
            _open(client, name)
            taken[name].append(time.perf_counter() - started)
    return {name: statistics.quantiles(times, n=4)[0] for name, times in taken.items()}


if __name__ == "__main__":
    main()
