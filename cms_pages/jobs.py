"""What the content does by itself; settings.PORTAL_JOBS names this list."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

JOBS = (
    Job(
        "cms_pages.publish_scheduled",
        _("定时发布与到期下线"),
        "cms_pages.publishing.publish_scheduled",
        timedelta(minutes=1),
    ),
)
