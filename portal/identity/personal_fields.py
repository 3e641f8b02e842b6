"""What verified identities keep of people (D1)."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "identity.VerifiedIdentity",
        {
            "person": "",
            "real_name": "name",
            "document": "",
            "id_number": "",
            "level": "",
            "verified_at": "",
            "verified_by": "",
            "reason": "",
        },
        subject="person",
        purpose=_("办理须实名的事项时知道是谁；证件号码只保留首二位和末三位"),
        basis=Basis.DUTY,
        retention=_("账号存续期间；注销后删除"),
        seen_by=(SELF, "desk_officer"),
        correct_at="identity",
    ),
    PersonalData(
        "socialaccount.SocialAccount",
        {"user": "", "provider": "", "last_login": "", "date_joined": ""},
        subject="user",
        purpose=_("用人社或政务服务网账号登录"),
        basis=Basis.CONSENT,
        retention=_("解除绑定后删除"),
        seen_by=(SELF,),
        correct_at="identity",
        words={
            "": _("绑定的登录平台"),
            "user": _("账号"),
            "provider": _("平台"),
            "last_login": _("最近登录"),
            "date_joined": _("绑定时间"),
        },
    ),
)
