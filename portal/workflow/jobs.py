"""The minute's sweep."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

JOBS = (Job("workflow.run_due", _("办理到期事项"), "portal.workflow.timers.run_due", timedelta(minutes=1)),)
