"""What private files need by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.attachments.scanning import JOB
from portal.jobs.base import Job

JOBS = (
    Job(JOB, _("检查新上传的附件"), "portal.attachments.scanning.scan_waiting", timedelta(minutes=1)),
    Job(
        "attachments.purge",
        _("清理已移除的附件"),
        "portal.attachments.purging.purge_removed",
        timedelta(days=1),
    ),
    Job(
        "attachments.forget_uploads",
        _("清理没有传完的文件"),
        "portal.attachments.arriving.forget_uploads",
        timedelta(hours=1),
    ),
    Job(
        "attachments.sweep",
        _("清理没有记录的文件"),
        "portal.attachments.consistency.sweep",
        timedelta(days=1),
    ),
)
