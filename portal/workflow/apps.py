"""Workflows as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "portal.workflow"
    label = "workflow"
    verbose_name = _("办理流程")

    def ready(self) -> None:
        from portal.health import watch
        from portal.jobs.parked import park
        from portal.workflow import checks  # noqa: F401 - registers the start-up check
        from portal.workflow.parked import DEADLINES
        from portal.workflow.probe import deadlines_are_met

        watch("deadlines", deadlines_are_met)
        park(DEADLINES)
