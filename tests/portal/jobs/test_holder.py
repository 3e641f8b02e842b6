"""What a killed cluster had in hand is given back by the next one, and nothing else is."""

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

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

    assert seen == [holder()] == [f"{HOST}:{os.getpid()}"]


@pytest.mark.parametrize("number", [os.getpid, dead], ids=["the last of this command", "a dead command"])
def test_cluster_when_the_one_before_was_killed_then_its_job_runs_at_once(number, declare: Declare) -> None:
    declare("notices.send")
    at_work(f"{HOST}:{number()}")
    assert not run_job("notices.send"), "it counts as at work"

    assert start_cluster() == ["notices.send"]

    assert JobRun.objects.get().last_error == "执行中被终止"
    assert run_job("notices.send")
    assert JobRun.objects.get().last_error == ""


@pytest.mark.parametrize(
    "held_by",
    [f"{HOST}:{os.getppid()}", f"{HOST}:1", f"another-{HOST}:{os.getpid()}", ""],
    ids=["a living command", "a living one of somebody else", "another host", "before it was kept"],
)
def test_cluster_when_a_job_is_in_other_hands_then_it_stays_there(held_by: str, declare: Declare) -> None:
    declare("notices.send")
    at_work(held_by)

    assert start_cluster() == []
    assert not run_job("notices.send")


def test_cluster_when_a_job_has_ended_then_its_record_stays(declare: Declare) -> None:
    run = at_work(f"{HOST}:{os.getpid()}")
    ended = run.last_started + timedelta(seconds=1)
    JobRun.objects.update(last_finished=ended, last_error="")

    assert start_cluster() == []
    assert JobRun.objects.get().last_finished == ended
