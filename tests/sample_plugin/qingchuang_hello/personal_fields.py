from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "hello.Request",
        {"asker": "", "text": "text", "reply": "text"},
        subject="asker",
        purpose=_("答复本人提出的请求"),
        basis=Basis.DUTY,
        retention=_("答复后三年"),
        seen_by=(SELF, "desk_officer"),
        erasure=Erasure.ANONYMISED,
        erasure_words=_("答复去除身份后保留"),
    ),
)
