"""What the API does by itself."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

JOBS = (
    Job(
        "api.forget_old_answers",
        _("清理接口的重发记录"),
        "api.idempotency.forget_old_answers",
        timedelta(hours=1),
    ),
)
