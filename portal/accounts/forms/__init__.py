"""Forms of allauth in the portal's own words."""

from portal.accounts.forms.codes import ConfirmCodeForm, ConfirmEmailForm, ConfirmPhoneForm
from portal.accounts.forms.contacts import ChangeEmailForm, ChangePhoneForm
from portal.accounts.forms.entrance import LoginForm, RequestCodeForm, ResetPasswordForm, SignupForm
from portal.accounts.forms.passwords import (
    ChangePasswordForm,
    NewPasswordForm,
    ReauthenticateForm,
    SetPasswordForm,
)

__all__ = [
    "ChangeEmailForm",
    "ChangePasswordForm",
    "ChangePhoneForm",
    "ConfirmCodeForm",
    "ConfirmEmailForm",
    "ConfirmPhoneForm",
    "LoginForm",
    "NewPasswordForm",
    "ReauthenticateForm",
    "RequestCodeForm",
    "ResetPasswordForm",
    "SetPasswordForm",
    "SignupForm",
]
