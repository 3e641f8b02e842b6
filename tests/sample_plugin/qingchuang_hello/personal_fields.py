from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "hello.Request",
        {"asker": "", "text": "text", "reply": "text"},
        subject="asker",
        purpose=_("由本人所选的导师或服务台答复"),
        basis=Basis.DUTY,
        retention=_("答复后三年"),
        seen_by=(SELF, "desk_officer"),
        erasure=Erasure.ANONYMISED,
        erasure_words=_("答复去除身份后保留"),
    ),
    PersonalData(
        "hello.Request",
        {"mentor": "", "given_on": ""},
        subject="mentor",
        purpose=_("让提出人所选的导师答复"),
        basis=Basis.DUTY,
        retention=_("答复后三年"),
        seen_by=(SELF, "desk_officer"),
        erasure=Erasure.ANONYMISED,
        erasure_words=_("答复去除身份后保留"),
        words={"": _("向导师提出的请求")},
    ),
)
