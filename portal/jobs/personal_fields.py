"""Jobs keep nothing of people (D1)."""

from django.utils.translation import gettext_lazy as _

NOT_PERSONAL = {
    "jobs.JobRun.name": _("后台任务的名称"),
    "jobs.JobRun.held_by": _("执行任务的主机和进程编号"),
}
