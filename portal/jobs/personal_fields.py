"""Jobs keep nothing of people (D1)."""

from django.utils.translation import gettext_lazy as _

NOT_PERSONAL = {"jobs.JobRun.name": _("后台任务的名称")}
