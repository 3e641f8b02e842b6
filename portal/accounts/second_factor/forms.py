"""Allauth's forms of the second factor in the portal's words."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.words import InOurWords

EITHER = {"code": (_("验证码或恢复码"), _("请填写验证器上的六位数字，或一个恢复码。"))}
NAME = {"name": (_("名称"), _("请填写名称。"))}


class WorksOnce:
    """Mixin: a code that was right is not taken again as long as it is right.

    Allauth remembers it for one step of the app, but takes those of the neighbouring steps too.
    """

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that it is mixed into
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"accounts:code-used:{self.user.pk}:{normalize_user_code(code)}"  # type: ignore[attr-defined]
        if not cache.add(key, True, steps * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(WorksOnce, InOurWords, AllauthAuthenticateForm):
    words = EITHER


class ReauthenticateForm(WorksOnce, InOurWords, AllauthReauthenticateForm):
    words = EITHER


class ActivateForm(InOurWords, ActivateTOTPForm):
    words = {"code": (_("验证器显示的六位数字"), _("请填写验证器显示的六位数字。"))}


class AddKeyForm(InOurWords, AddWebAuthnForm):
    words = NAME


class EditKeyForm(InOurWords, EditWebAuthnForm):
    words = NAME
