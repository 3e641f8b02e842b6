"""Wagtail's work after a save, less its two own indexes: half of what saving a page costs, and seldom the subject."""

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task

LEFT_OUT = (insert_or_update_object_task, update_reference_index_task)


class UnindexedBackend(ImmediateBackend):
    """Neither the search of the admin nor the list of what refers to what is kept up; everything else is done."""

    def _execute_task(self, task_result: TaskResult) -> None:
        if task_result.task not in LEFT_OUT:
            super()._execute_task(task_result)
