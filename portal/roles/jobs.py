"""What happens to grants by itself."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

JOBS = (
    Job(
        "roles.carry_out_due",
        _("岗位到时生效与到期收回"),
        "portal.roles.actions.carry_out_due",
        timedelta(minutes=1),
    ),
)
