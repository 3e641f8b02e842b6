"""What the API keeps of people (D1)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from api.models import Token
from portal.privacy.base import SELF, Basis, PersonalData, Retention

PERSONAL_DATA = (
    PersonalData(
        "api.Token",
        {
            "person": "",
            "name": "",
            "prefix": "",
            "scopes": "",
            "created_at": "",
            "expires_at": "",
            "last_used_at": "",
        },
        subject="person",
        purpose=_("本人的程序代替本人使用接口"),
        basis=Basis.CONSENT,
        retention=_("到期或停用后一百八十日删除"),
        seen_by=(SELF,),
        correct_at="tokens:index",
    ),
    PersonalData(
        "api.StoredAnswer",
        {"person": "", "started_at": ""},
        subject="person",
        purpose=_("同一请求重复发送时不重复办理"),
        basis=Basis.DUTY,
        retention=_("二十四小时"),
        seen_by=(SELF,),
        words={"": _("重复请求的回答"), "person": _("账号"), "started_at": _("请求时间")},
    ),
)
NOT_PERSONAL = {"api.StoredAnswer.fingerprint": _("请求的校验值")}
RETENTIONS = (
    Retention(
        "api.old_tokens",
        _("到期或停用已久的接口令牌"),
        lambda before: Token.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)),
        days=180,
        person="person",
    ),
)
