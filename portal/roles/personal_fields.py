"""What grants keep of people (D1)."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "roles.Grant",
        {
            "person": "",
            "role": "",
            "starts_at": "",
            "ends_at": "",
            "reason": "",
            "proposed_by": "",
            "confirmed_by": "",
            "ended_by": "",
        },
        subject="person",
        purpose=_("证明谁在何时由谁授予何种岗位"),
        basis=Basis.DUTY,
        retention=_("长期：任职和授权须可追溯"),
        seen_by=(SELF, "security_administrator"),
        erasure=Erasure.KEPT,
        erasure_words=_("授权记录是履行职责的证明（网络安全法第二十一条）"),
    ),
)
