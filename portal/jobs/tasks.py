"""Wagtail's tasks leave the request: settings.TASKS names the backend, the queue's worker does them.

Wagtail asks `django_tasks` for everything that may wait: its search index, its list of what refers to what, files of
deleted pictures. Such a task is part of the transaction that asked for it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.utils.module_loading import import_string
from django_q.tasks import async_task
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError
from django_tasks.utils import get_random_id

from portal.jobs.heartbeat import is_beating

T = TypeVar("T")
RUNNER = "portal.jobs.tasks.run_task"

_Asked = tuple[Task[..., Any], Any, Any]
_waiting: ContextVar[dict[str, _Asked] | None] = ContextVar("waiting", default=None)


class QueueBackend(ImmediateBackend):
    """Hands tasks to the queue; does them at once where nobody works the queue, as while the demo is being filled."""

    supports_async_task = False

    def validate_task(self, task: Task[..., Any]) -> None:
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("The queue's tasks do not know their context.")

    def enqueue(self, task: Task[..., T], args: Any, kwargs: Any) -> TaskResult[T]:
        waiting = _waiting.get()
        if waiting is not None:
            result = self._left(task, args, kwargs)
            what = json.dumps((task.module_path, result.args, result.kwargs), sort_keys=True)
            waiting.setdefault(what, (task, args, kwargs))
            return result
        if not is_beating():
            return super().enqueue(task, args, kwargs)
        result = self._left(task, args, kwargs)
        async_task(RUNNER, task.module_path, result.args, result.kwargs, q_options={"save": False})
        return result

    def _left(self, task: Task[..., T], args: Any, kwargs: Any) -> TaskResult[T]:
        """What is known of a task that will be done later."""
        self.validate_task(task)
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@contextmanager
def once_each() -> Iterator[None]:
    """Ask once, at the end of this block, for each task that is asked for in it; for bulk work that saves things often.

    Put it inside the transaction. A block that raises asks for nothing.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[str, _Asked] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for task, args, kwargs in waiting.values():
        task.enqueue(*args, **kwargs)


def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Do the task of that name; the worker calls this. What it raises, the queue tries again and keeps in the end."""
    task: Task[..., Any] = import_string(path)
    return task.call(*args, **kwargs)
