"""What accounts keep of people (D1)."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

WHILE_OPEN = _("账号存续期间；注销后删除")

PERSONAL_DATA = (
    PersonalData(
        "accounts.User",
        {"username": "", "last_name": "name", "first_name": "name", "email": "email"},
        subject="pk",
        purpose=_("登录门户，办理事项时知道是谁"),
        basis=Basis.DUTY,
        retention=WHILE_OPEN,
        seen_by=(SELF, "security_administrator"),
        erasure=Erasure.ANONYMISED,
        erasure_words=_("账号编号保留，使操作记录和已办结事项前后一致"),
    ),
    PersonalData(
        "accounts.User",
        {"last_login": "", "date_joined": ""},
        subject="pk",
        purpose=_("账号安全：发现长期不用和被冒用的账号"),
        basis=Basis.DUTY,
        retention=WHILE_OPEN,
        seen_by=(SELF, "security_administrator"),
    ),
    PersonalData(
        "account.EmailAddress",
        {"user": "", "email": "email"},
        subject="user",
        purpose=_("登录、找回密码、接收通知"),
        basis=Basis.DUTY,
        retention=WHILE_OPEN,
        seen_by=(SELF,),
        correct_at="account_email",
    ),
    PersonalData(
        "account.EmailConfirmation",
        {"email_address": ""},
        subject="email_address__user",
        purpose=_("验证邮箱属于本人"),
        basis=Basis.DUTY,
        retention=_("验证完成或三日后失效"),
        seen_by=(SELF,),
    ),
    PersonalData(
        "wagtailusers.UserProfile",
        {"avatar": ""},
        subject="user",
        purpose=_("工作人员在管理后台的头像"),
        basis=Basis.CONSENT,
        retention=WHILE_OPEN,
        seen_by=(SELF,),
    ),
)
NOT_PERSONAL = {
    "accounts.User_groups.user": _("岗位由 roles.Grant 说明"),
    "accounts.User_user_permissions.user": _("权限由 roles.Grant 说明"),
}
