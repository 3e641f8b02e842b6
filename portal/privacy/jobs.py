"""What personal data need by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

JOBS = (
    Job(
        "privacy.erase_expired",
        _("清理到期的个人信息"),
        "portal.privacy.retention.erase_expired",
        timedelta(days=1),
    ),
    Job(
        "privacy.report_reveals",
        _("每周查看完整号码统计"),
        "portal.privacy.reveal_report.send",
        timedelta(days=7),
    ),
)
