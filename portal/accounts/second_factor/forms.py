"""Allauth's forms of the second factor in the portal's words."""

from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.words import InOurWords

EITHER = {"code": (_("验证码或恢复码"), _("请填写验证器上的六位数字，或一个恢复码。"))}
NAME = {"name": (_("名称"), _("请填写名称。"))}


class AuthenticateForm(InOurWords, AllauthAuthenticateForm):
    words = EITHER


class ReauthenticateForm(InOurWords, AllauthReauthenticateForm):
    words = EITHER


class ActivateForm(InOurWords, ActivateTOTPForm):
    words = {"code": (_("验证器显示的六位数字"), _("请填写验证器显示的六位数字。"))}


class AddKeyForm(InOurWords, AddWebAuthnForm):
    words = NAME


class EditKeyForm(InOurWords, EditWebAuthnForm):
    words = NAME
