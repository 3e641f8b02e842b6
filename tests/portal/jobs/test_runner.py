"""One job at a time, on the record, and its failure stays inside."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from structlog.testing import capture_logs

from portal.jobs.models import JobRun
from portal.jobs.runner import GIVEN_UP_AFTER, run_job
from tests.portal.jobs.conftest import Declare

pytestmark = pytest.mark.django_db


def fail() -> None:
    raise RuntimeError("the mail server is away")


def test_job_when_it_runs_then_its_record_says_when_and_how_often(declare: Declare) -> None:
    declare("mentors.tidy")

    with time_machine.travel("2026-11-01T08:00:00+08:00", tick=False):
        assert run_job("mentors.tidy")
        assert run_job("mentors.tidy")
        now = timezone.now()

    record = JobRun.objects.get(name="mentors.tidy")
    assert (record.runs, record.last_started, record.last_finished, record.last_error) == (2, now, now, "")


def test_job_when_it_fails_then_log_and_record_name_it_and_the_queue_sees_no_error(declare: Declare) -> None:
    declare("mentors.tidy", fail)

    with capture_logs() as logs:
        ended_well = run_job("mentors.tidy")

    assert not ended_well
    assert [(entry["event"], entry["job"]) for entry in logs] == [("job_failed", "mentors.tidy")]
    assert JobRun.objects.get().last_error == "RuntimeError: the mail server is away"


def test_job_when_it_succeeds_after_a_failure_then_the_error_is_gone(declare: Declare) -> None:
    outcomes = iter([fail, int])
    declare("mentors.tidy", lambda: next(outcomes)())

    run_job("mentors.tidy")
    run_job("mentors.tidy")

    assert JobRun.objects.get().last_error == ""


def test_job_when_no_longer_declared_then_nothing_runs(declare: Declare) -> None:
    assert not run_job("mentors.tidy")
    assert not JobRun.objects.exists()


def test_job_when_an_earlier_run_is_at_work_then_it_is_not_run_beside_it(declare: Declare) -> None:
    inner: list[bool] = []
    declare("mentors.tidy", lambda: inner.append(run_job("mentors.tidy")))

    with capture_logs() as logs:
        assert run_job("mentors.tidy")

    assert inner == [False]
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("job_still_running", "info")]
    assert JobRun.objects.get().runs == 1


@pytest.mark.parametrize(("seconds_more", "runs"), [(-1, False), (1, True)])
def test_job_when_its_worker_died_then_it_runs_again_after_the_queues_own_patience(
    seconds_more: int, runs: bool, declare: Declare
) -> None:
    declare("mentors.tidy")
    started = timezone.now() - GIVEN_UP_AFTER - timedelta(seconds=seconds_more)
    JobRun.objects.create(name="mentors.tidy", last_started=started)

    assert run_job("mentors.tidy") is runs


def test_job_when_its_message_is_very_long_then_the_record_keeps_the_beginning(declare: Declare) -> None:
    def fail_at_length() -> None:
        raise ValueError("很长" * 5000)

    declare("mentors.tidy", fail_at_length)
    run_job("mentors.tidy")

    assert JobRun.objects.get().last_error.startswith("ValueError: 很长")
    assert len(JobRun.objects.get().last_error) == 2000
