"""What the trace does by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

JOBS = (
    Job("audit.seal", _("封存操作记录"), "portal.audit.chain.seal_everything", timedelta(hours=1)),
    Job("audit.export_head", _("另存操作记录校验值"), "portal.audit.heads.export_head", timedelta(days=1)),
)
