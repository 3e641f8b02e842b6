"""What a killed cluster had in hand is given back by the next one, and nothing else is."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_q import cluster as queue

from portal.jobs import cluster
from portal.jobs.holder import holder, start_cluster
from portal.jobs.models import JobRun
from portal.jobs.runner import run_job
from tests.portal.jobs.conftest import Declare

pytestmark = pytest.mark.django_db

HOST = socket.gethostname()


def at_work(held_by: str, name: str = "notices.send") -> JobRun:
    return JobRun.objects.create(name=name, last_started=timezone.now(), held_by=held_by)


def dead() -> int:
    """The number of a process that is no more."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_job_when_it_is_at_work_then_its_record_names_the_process(declare: Declare) -> None:
    seen: list[str] = []
    declare("notices.send", lambda: seen.append(JobRun.objects.get().held_by))

    run_job("notices.send")

    assert seen == [holder()] == [f"{HOST}:{os.getpid()}:{os.getpid()}"]


@pytest.mark.parametrize("number", [os.getpid, dead], ids=["the last of this command", "a dead command"])
def test_cluster_when_the_one_before_was_killed_then_its_job_runs_at_once(number, declare: Declare) -> None:
    declare("notices.send")
    at_work(f"{HOST}:{number()}:1")
    assert not run_job("notices.send"), "it counts as at work"

    assert start_cluster() == ["notices.send"]

    assert JobRun.objects.get().last_error == "执行中被终止"
    assert run_job("notices.send")
    assert JobRun.objects.get().last_error == ""


@pytest.mark.parametrize(
    "held_by",
    [f"{HOST}:{os.getppid()}:1", f"{HOST}:1:1", f"another-{HOST}:{os.getpid()}:1", ""],
    ids=["a living command", "a living one of somebody else", "another host", "before it was kept"],
)
def test_cluster_when_a_job_is_in_other_hands_then_it_stays_there(held_by: str, declare: Declare) -> None:
    declare("notices.send")
    at_work(held_by)

    assert start_cluster() == []
    assert not run_job("notices.send")


def test_cluster_when_a_job_has_ended_then_its_record_stays(declare: Declare) -> None:
    run = at_work(f"{HOST}:{os.getpid()}:1")
    ended = run.last_started + timedelta(seconds=1)
    JobRun.objects.update(last_finished=ended, last_error="")

    assert start_cluster() == []
    assert JobRun.objects.get().last_finished == ended


class Worker:
    """A process of the cluster that is told to end, and does when it `dies`."""

    def __init__(self, pid: int, *, dies: bool = True) -> None:
        self.pid, self.dies, self.exitcode = pid, dies, None

    def terminate(self) -> None:
        assert not JobRun.objects.exclude(last_finished=None).exists(), (
            "nothing is given back before it is dead"
        )

    def join(self, timeout: float) -> None:
        self.exitcode = -signal.SIGTERM if self.dies else None


@pytest.fixture
def replace(monkeypatch: pytest.MonkeyPatch) -> Callable[[Worker], None]:
    """What the guard does with a worker at its time limit, but for starting another one."""
    monkeypatch.setattr(queue.Sentinel, "reincarnate", lambda guard, worker: worker.terminate())
    return object.__new__(cluster.Sentinel).reincarnate


def test_worker_when_it_was_ended_at_the_limit_then_others_take_its_job_at_once(
    replace, declare: Declare
) -> None:
    declare("notices.send")
    at_work(holder(4711))
    other = at_work(holder(4712), "search.index")
    assert not run_job("notices.send"), "it counts as at work"

    replace(Worker(4711))

    assert run_job("notices.send")
    assert JobRun.objects.at_work().get() == other


def test_worker_when_it_does_not_die_then_its_job_stays_its_own(replace, declare: Declare) -> None:
    declare("notices.send")
    at_work(holder(4711))

    replace(Worker(4711, dies=False))

    assert not run_job("notices.send")


def test_guard_when_the_database_is_away_then_it_lives_on(replace, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(worker: int) -> None:
        raise OperationalError

    monkeypatch.setattr(cluster, "bury", away)

    replace(Worker(4711))
