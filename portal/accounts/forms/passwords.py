"""Choosing a password, and typing it once more."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account import forms as allauth_forms
from allauth.account.authentication import get_authentication_records
from allauth.account.fields import SetPasswordField
from allauth.core import context
from django.utils.translation import gettext_lazy as _

from portal.accounts import passwords
from portal.accounts.forms.words import InOurWords, refuse_too_long

NEW = {
    "password1": (_("新密码"), _("请填写新密码。")),
    "password2": (_("再填一次新密码"), _("请再填一次新密码。")),
}


class OurPasswordField(SetPasswordField):
    """A new password; too long a one is refused before anything is hashed."""

    def clean(self, value: Any) -> str:
        refuse_too_long(value or "")
        return str(super().clean(value))


class ChoosesPassword(InOurWords):
    """Mixin: the hint is that of the person's role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.user  # type: ignore[attr-defined]  # allauth's forms have it
        chosen = OurPasswordField(help_text=passwords.advice(person))
        chosen.user = person
        chosen.label, chosen.error_messages["required"] = NEW["password1"]
        chosen.widget.attrs.pop("placeholder", None)
        self.fields["password1"] = chosen


class ChangePasswordForm(ChoosesPassword, allauth_forms.ChangePasswordForm):
    """Whoever has just come in by a code sent to them need not know the old password."""

    words = NEW | {"oldpassword": (_("现在的密码"), _("请填写现在的密码。"))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if came_by_code(self.user):
            del self.fields["oldpassword"]
        else:
            self.fields["oldpassword"].help_text = ""

    def clean_oldpassword(self) -> str:
        refuse_too_long(self.cleaned_data["oldpassword"])
        return str(super().clean_oldpassword())


class SetPasswordForm(ChoosesPassword, allauth_forms.SetPasswordForm):
    words = NEW


class NewPasswordForm(ChoosesPassword, allauth_forms.ResetPasswordKeyForm):
    words = NEW


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):
    words = {"password": (_("密码"), _("请填写密码。"))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""

    def clean_password(self) -> str:
        refuse_too_long(self.cleaned_data["password"])
        return str(super().clean_password())


def came_by_code(person: Any) -> bool:
    """Whether the person signed in by a code within the last minutes."""
    records = get_authentication_records(context.request, person)
    moments = [record["at"] for record in records if record["method"] == "code"]
    return bool(moments) and time.time() - moments[-1] < app_settings.REAUTHENTICATION_TIMEOUT
