"""What the trace keeps of people (D1)."""

from django.utils.translation import gettext_lazy as _

from portal.audit.showing import action_label
from portal.privacy.base import SELF, Basis, Erasure, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "audit.Entry",
        {"at": "", "action": "", "name": "text", "address": "", "channel": "", "result": ""},
        subject="person",
        purpose=_("查明谁做了什么，防止个人信息被无关人员查看"),
        basis=Basis.DUTY,
        retention=_("不少于三年（网络安全法第二十一条规定不少于六个月）"),
        seen_by=(SELF, "auditor"),
        erasure=Erasure.KEPT,
        erasure_words=_("网络日志依法留存（网络安全法第二十一条）"),
        said={"action": action_label},
    ),
)
