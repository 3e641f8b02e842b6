"""The minute's deliveries."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job
from portal.notices.telling import JOB

JOBS = (Job(JOB, _("发送通知"), "portal.notices.delivering.deliver", timedelta(minutes=1)),)
