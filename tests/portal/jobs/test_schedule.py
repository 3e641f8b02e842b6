"""The queue's schedule mirrors what the code declares."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule, Task
from django_q.scheduler import scheduler

from portal.jobs.conf import Q_CLUSTER
from portal.jobs.declared import HEARTBEAT
from portal.jobs.models import JobRun
from portal.jobs.runner import run_job
from portal.jobs.schedule import Changes, sync
from tests.portal.jobs.conftest import Declare

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_schedule(db) -> None:
    """Without the rows that the migrations of the test database have left."""
    Schedule.objects.all().delete()


def names() -> list[str]:
    return list(Schedule.objects.order_by("name").values_list("name", flat=True))


def test_sync_when_jobs_are_declared_then_they_and_the_heartbeat_are_scheduled(declare: Declare) -> None:
    declare("mentors.tidy", minutes=5)

    assert sync() == Changes(added=2, changed=0, removed=0, total=2)
    assert names() == [HEARTBEAT.name, "mentors.tidy"]
    assert Schedule.objects.get(name="mentors.tidy").minutes == 5


def test_sync_when_nothing_changed_then_next_runs_stay_as_they_are(declare: Declare) -> None:
    declare("mentors.tidy")
    sync()
    later = timezone.now() + timedelta(minutes=7)
    Schedule.objects.update(next_run=later)

    assert sync() == Changes(added=0, changed=0, removed=0, total=2)
    assert set(Schedule.objects.values_list("next_run", flat=True)) == {later}


def test_sync_when_a_job_is_gone_or_doubled_then_only_one_row_of_each_declared_job_is_left(
    declare: Declare,
) -> None:
    declare("mentors.tidy")
    sync()
    Schedule.objects.create(name="old.job", func="portal.jobs.runner.run_job")
    Schedule.objects.create(name="mentors.tidy", func="portal.jobs.runner.run_job")

    assert sync().removed == 2
    assert names() == [HEARTBEAT.name, "mentors.tidy"]


def test_sync_when_an_interval_changes_then_the_row_follows(declare: Declare) -> None:
    declare("mentors.tidy")
    sync()
    Schedule.objects.filter(name="mentors.tidy").update(minutes=9)

    assert sync().changed == 1
    assert Schedule.objects.get(name="mentors.tidy").minutes == 1


def test_sync_when_a_schedule_is_not_ours_then_it_stays(declare: Declare) -> None:
    Schedule.objects.create(name="somebody's", func="math.sqrt", args="4")

    sync()

    assert "somebody's" in names()


def test_scheduler_when_a_job_is_due_then_it_runs_and_leaves_one_record(declare: Declare) -> None:
    ran: list[bool] = []
    declare("mentors.tidy", lambda: ran.append(True))
    sync()
    Schedule.objects.exclude(name="mentors.tidy").delete()

    scheduler()  # the test settings run at once what it enqueues

    assert ran == [True]
    assert JobRun.objects.get(name="mentors.tidy").runs == 1
    assert not Task.objects.exists(), "a record of each good run would push the others out"


def test_heartbeat_when_it_runs_then_schedules_are_mirrored_and_the_beat_is_recorded(
    declare: Declare,
) -> None:
    declare("mentors.tidy")

    assert run_job(HEARTBEAT.name)

    assert names() == [HEARTBEAT.name, "mentors.tidy"]
    assert JobRun.objects.get(name=HEARTBEAT.name).last_finished is not None


def test_sync_jobs_when_run_twice_then_it_says_that_nothing_was_left_to_do(declare: Declare) -> None:
    out = StringIO()

    call_command("sync_jobs", stdout=out)
    call_command("sync_jobs", stdout=out)

    assert out.getvalue().splitlines() == [
        "1 jobs: 1 added, 0 changed, 0 removed.",
        "1 jobs: 0 added, 0 changed, 0 removed.",
    ]


def test_migrate_when_it_ends_then_the_schedules_are_there() -> None:
    call_command("migrate", verbosity=0, interactive=False)

    assert HEARTBEAT.name in names()


def test_queue_settings_when_all_workers_are_busy_then_no_healthy_task_is_taken_for_dead() -> None:
    waiting_turns = Q_CLUSTER["queue_limit"] / Q_CLUSTER["workers"] + 1

    assert waiting_turns * Q_CLUSTER["timeout"] < Q_CLUSTER["retry"]
    assert Q_CLUSTER["timeout"] < Q_CLUSTER["retry"]
