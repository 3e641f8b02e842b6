"""Every workflow there is: those that the installed plugins declare, whether they are on or off.

Switching a plugin off hides its pages; the deadlines of open cases go on.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from portal.plugin.registry import registry
from portal.workflow.engine import Workflow


def workflows() -> list[type[Workflow[Any]]]:
    """All of them, in the order of the plugins."""
    return [workflow for plugin in registry for workflow in plugin.workflows]


def by_type() -> dict[int, type[Workflow[Any]]]:
    """The workflow of every type of case, by the number of its content type."""
    return {ContentType.objects.get_for_model(workflow.model).pk: workflow for workflow in workflows()}


def workflow_of(case_type: int) -> type[Workflow[Any]] | None:
    """The workflow of that type of case; None where its plugin is not installed."""
    return by_type().get(case_type)


def workflow_for(model: type) -> type[Workflow[Any]]:
    """The workflow that moves the model. Raises LookupError for a model that none moves."""
    for workflow in workflows():
        if workflow.model is model:
            return workflow
    raise LookupError(f"no workflow moves {model.__name__}")
