"""What notes of submissions keep of people (D1), and when they go (D9)."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, PersonalData, Retention
from portal.submitting.models import Submission

PERSONAL_DATA = (
    PersonalData(
        "submitting.Submission",
        {"person": "", "url": "", "created_at": ""},
        subject="person",
        purpose=_("同一份表单重复提交时不重复办理"),
        basis=Basis.DUTY,
        retention=_("九十日"),
        seen_by=(SELF,),
    ),
)
RETENTIONS = (
    Retention(
        "submitting.submissions",
        _("到期的提交记录"),
        lambda before: Submission.objects.filter(created_at__lt=before),
        days=90,
        person="person",
    ),
)
