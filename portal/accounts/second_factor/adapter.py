"""How allauth's second factor behaves in this portal."""

from typing import Any

from allauth.account.utils import user_username
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import qr
from portal.accounts.second_factor import secrets


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted; those who work here cannot take off their last proof."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不正确。请核对手机上的时间，输入正在显示的六位数字。"),
        "cannot_delete_authenticator": _(
            "你的岗位要求第二重验证，不能取消最后一种。可以先添加通行密钥，再取消验证器。"
        ),
    }

    def encrypt(self, text: str) -> str:
        """What the database holds opens no account: the keys stand in FIELD_KEYS."""
        return secrets.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        person = authenticator.user
        if not (settings.STAFF_SECOND_FACTOR and person.is_at_work_here):
            return True
        others = person.authenticator_set.exclude(pk=authenticator.pk).exclude(type="recovery_codes")
        return bool(others.exists())

    def build_totp_svg(self, url: str) -> str:
        return qr.symbol(url).svg(gettext("验证器二维码"))

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.email or user_username(user))

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)
