"""Signing up, signing in, finding back."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import RequestLoginCodeForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts import passwords, sms
from portal.accounts.addresses import normal_address
from portal.accounts.forms.words import (
    ContactField,
    InOurWords,
    NameField,
    NewPasswordField,
    refuse_too_long,
    refuse_too_often,
)
from portal.accounts.phones import MOBILE, normal


class LoginForm(InOurWords, AllauthLoginForm):
    """Signing in with a password."""

    words = {
        "login": (_("手机号、邮箱或用户名"), _("请填写手机号、邮箱或用户名。")),
        "password": (_("密码"), _("请填写密码。")),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].validators.append(MaxLengthValidator(254))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        if not sms.available():
            self.fields["login"].label = _("邮箱或用户名")

    def clean_login(self) -> str:
        """A phone number or an address as it is kept, however it was typed."""
        typed: str = super().clean_login()
        number = normal(typed)
        if MOBILE.fullmatch(number):
            return number
        address = normal_address(typed)
        return address if "@" in address else typed

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        refuse_too_long(password)
        return password


class SignupForm(InOurWords, AllauthSignupForm):
    """Opening an account: a phone or an address, what to be called, a password."""

    field_order = ["contact", "name", "password1"]
    words = {"password1": (_("密码"), _("请填写密码。"))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            del self.fields[name]
        self.fields["contact"] = ContactField()
        self.fields["name"] = NameField(required=False)
        self.fields["password1"] = NewPasswordField(
            help_text=passwords.advice(None), error_messages={"required": _("请填写密码。")}
        )
        self.order_fields(self.field_order)

    def clean_contact(self) -> str:
        """Put the phone or the address where allauth looks for it."""
        way, text = self.cleaned_data["contact"]
        if way == "email":
            text = self.validate_unique_email(get_adapter().clean_email(text))
        else:
            refuse_too_often(text)
        self.cleaned_data[way] = text
        return str(text)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        given["last_name"] = given.get("name", "")
        return given

    def try_save(self, request: HttpRequest) -> Any:
        """An address that has an account takes as long as one that has none (B6)."""
        if self.account_already_exists:
            get_user_model()().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestCodeForm(InOurWords, RequestLoginCodeForm):
    """Signing in by a code, sent to the phone or the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ways = dict(self.fields)
        self.fields.clear()
        self.fields["contact"] = ContactField()

    def clean_contact(self) -> str:
        """As allauth cleans its two fields, one of which stays empty."""
        way, text = self.cleaned_data["contact"]
        self.cleaned_data |= {"phone": "", "email": ""} | {way: text}
        try:
            return str(self.clean_phone() if way == "phone" else self.clean_email())
        except ValidationError as refusal:
            if refusal.code == "too_many_login_attempts":
                raise get_adapter().validation_error("rate_limited") from None
            raise


class ResetPasswordForm(InOurWords, AllauthResetPasswordForm):
    """A forgotten password: a link by e-mail, or a code by SMS that leads to choosing a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.fields["contact"] = ContactField()
        self.by_phone = False

    def clean_contact(self) -> str:
        way, text = self.cleaned_data["contact"]
        self.by_phone = way == "phone"
        self.cleaned_data["email"] = text  # allauth counts the requests for one address by it
        return text if self.by_phone else str(self.clean_email())

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        contact: str = self.cleaned_data["contact"]
        if not self.by_phone:
            return str(super().save(request, **kwargs))
        person = get_adapter().get_user_by_phone(contact)
        LoginCodeVerificationProcess.initiate(request=request, user=person, phone=contact)
        return contact
