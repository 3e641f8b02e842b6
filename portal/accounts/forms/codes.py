"""Codes that were sent."""

from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, VerifyPhoneForm
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.words import InOurWords

CODE = {"code": (_("验证码"), _("请填写收到的六位验证码。"))}


class ConfirmCodeForm(InOurWords, ConfirmLoginCodeForm):
    words = CODE


class ConfirmEmailForm(InOurWords, ConfirmEmailVerificationCodeForm):
    words = CODE


class ConfirmPhoneForm(InOurWords, VerifyPhoneForm):
    words = CODE
