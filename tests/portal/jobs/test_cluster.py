"""A queue whose processes are killed one after the other goes on working. Real processes against PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ, Success
from django_q.tasks import async_task

from portal.jobs.models import JobRun

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]
PATIENCE = 60  # seconds


def children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def processes(command: int) -> list[int]:
    """Workers, pusher and monitor: the children of the guard, which is the command's only child."""
    return [each for guard in children(command) for each in children(guard)]


def wait_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether it still works; one that has ended and was not collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The worker on this test's database; its process. It alone does what is put into the queue."""
    monkeypatch.setattr(Conf, "SYNC", False)
    row = connection.settings_dict
    login = f"{row['USER']}:{row['PASSWORD']}@" if row["USER"] else ""
    place = quote(row["HOST"], safe="")  # it may be the folder of a socket
    url = f"postgres://{login}{place}:{row['PORT']}/{row['NAME']}"
    command = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: len(processes(command.pid)) == 4)
    yield command.pid
    command.terminate()
    command.wait(PATIENCE)


def done(number: int) -> bool:
    return Success.objects.count() == number and not OrmQ.objects.exists()


def test_queue_when_one_of_its_processes_is_killed_then_it_works_on(queue: int, subtests) -> None:
    """Whichever it is; the queue that has started anew is the one that is hit next."""
    async_task("math.sqrt", 4)
    wait_for(lambda: done(1))
    for place, name in enumerate(("worker", "other worker", "monitor", "pusher")):
        with subtests.test(name):
            before = processes(queue)
            os.kill(before[place], signal.SIGKILL)
            wait_for(lambda before=before: len(processes(queue)) == 4 and not {*before} & {*processes(queue)})

            async_task("math.sqrt", 9)
            wait_for(lambda place=place: done(place + 2))


def test_queue_when_its_guard_is_killed_then_it_works_on_with_one_cluster(queue: int) -> None:
    async_task("math.sqrt", 4)
    wait_for(lambda: done(1))  # a guard that is killed while it starts is no cluster yet

    [guard], before = children(queue), processes(queue)
    held_by = f"{socket.gethostname()}:{queue}:{before[0]}"
    in_hand = JobRun.objects.create(name="in.hand", last_started=timezone.now(), held_by=held_by)

    os.kill(guard, signal.SIGKILL)

    wait_for(lambda: len(processes(queue)) == 4 and not {*before} & {*processes(queue)})
    assert not [pid for pid in (guard, *before) if alive(pid)]
    in_hand.refresh_from_db()
    assert in_hand.last_finished, "what it had in hand is given back"
    async_task("math.sqrt", 9)
    wait_for(lambda: done(2))


def test_queue_when_the_command_is_killed_then_nobody_works_on_without_it(queue: int) -> None:
    """Whoever starts the command anew has one cluster, with one scheduler."""
    everybody = [*children(queue), *processes(queue)]

    os.kill(queue, signal.SIGKILL)

    wait_for(lambda: not [pid for pid in everybody if alive(pid)])
