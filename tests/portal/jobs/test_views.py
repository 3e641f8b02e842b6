"""Those who run the portal see what runs and what failed, and try it again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import Failure, OrmQ

from portal import clock
from portal.accounts.models import User
from portal.jobs.declared import HEARTBEAT
from portal.jobs.models import JobRun
from portal.jobs.parked import SOURCES
from portal.workflow.models import Deadline
from tests.conftest import person
from tests.portal.workflow.conftest import asker, flow, install, mentor, question, time

__all__ = ["asker", "flow", "install", "mentor", "question", "time"]

pytestmark = pytest.mark.django_db

JOBS = "/admin/jobs/"


@pytest.fixture
def administrator(site, signed_in) -> Client:
    return signed_in(person("sysadmin", "系统管理员", "系统管理员"))


def fail(key: str = "a", attempts: int = 5) -> Failure:
    now = timezone.now()
    return Failure.objects.create(
        id=key * 32,
        func="portal.jobs.tasks.run_task",
        args=("wagtail.tasks.update", [1], {}),
        kwargs={},
        result="no paper : Traceback (most recent call last): …",
        started=now,
        stopped=now,
        success=False,
        attempt_count=attempts,
    )


def html(client: Client) -> str:
    answer = client.get(JOBS)
    assert answer.status_code == 200
    return answer.content.decode()


def test_jobs_when_looked_at_then_each_has_its_last_run_and_what_went_wrong(administrator) -> None:
    JobRun.objects.create(name="workflow.run_due", last_error="RuntimeError: no paper", runs=77)

    page = html(administrator)
    assert "办理到期事项" in page
    assert "RuntimeError: no paper" in page
    assert "77" in page
    assert "后台队列还没有启动" in page


def test_jobs_when_the_queue_is_silent_then_the_page_says_since_when(administrator) -> None:
    JobRun.objects.create(name=HEARTBEAT.name, last_finished=timezone.now() - timedelta(minutes=10))
    assert "起没有动静" in html(administrator)

    JobRun.objects.update(last_finished=timezone.now())
    assert "起没有动静" not in html(administrator)


@pytest.mark.parametrize("who", ["editor", "citizen"])
def test_jobs_when_somebody_else_looks_then_they_may_not(who: str, request, signed_in) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(JOBS).status_code in (302, 403)
    assert client.post(f"{JOBS}retry/tasks/{'a' * 32}/").status_code in (302, 403)
    assert JOBS not in client.get("/admin/").content.decode()


def test_task_when_given_up_then_it_is_shown_and_put_back_once(administrator, monkeypatch) -> None:
    monkeypatch.setattr(Conf, "SYNC", False)
    fail("a")
    fail("b", attempts=2)
    page = html(administrator)
    assert "portal.jobs.tasks.run_task wagtail.tasks.update" in page
    assert "no paper" in page
    assert "Traceback" not in page
    assert page.count("/admin/jobs/retry/tasks/") == 1, "the queue itself still tries the other one"

    first, second = (
        administrator.post(f"{JOBS}retry/tasks/{'a' * 32}/", follow=True).content.decode() for _ in range(2)
    )

    assert "已放回队列" in first
    assert "已经有人处理" in second
    assert OrmQ.objects.get().task["args"] == ("wagtail.tasks.update", [1], {})


def test_deadline_when_parked_then_it_is_shown_without_the_case_and_tried_again(
    administrator, question
) -> None:
    Deadline.objects.filter(move="overdue").update(try_at=None, failures=5, last_error="no paper")
    deadline = Deadline.objects.get(move="overdue")
    page = html(administrator)
    assert f"{question.pk} · overdue" in page
    assert "怎样注册公司？" not in page

    assert administrator.post(f"{JOBS}retry/deadlines/{deadline.pk}/").status_code == 302
    deadline.refresh_from_db()
    assert (deadline.failures, deadline.try_at) == (0, clock.read())


@pytest.mark.parametrize("address", ["nothing/1", "deadlines/x", "deadlines/999", "tasks/x"])
def test_retry_when_there_is_nothing_of_that_name_then_nothing_happens(administrator, address: str) -> None:
    assert administrator.post(f"{JOBS}retry/{address}/").status_code in (302, 404)


def test_sources_when_listed_then_they_are_the_queues_and_the_deadlines() -> None:
    assert {"tasks", "deadlines"} <= set(SOURCES)


def test_manager_when_they_open_the_admin_then_the_menu_leads_there(manager: User, signed_in) -> None:
    assert JOBS in signed_in(manager).get("/admin/").content.decode()
