"""Labels that say what to type, mistakes that say what to do (X18)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from portal.accounts import sms
from portal.accounts.addresses import normal_address
from portal.accounts.phones import PhoneField
from portal.notices.texts import one_line


class InOurWords:
    """Mixin of a form of allauth: `words` gives label and the sentence for an empty field, by the field's name."""

    words: ClassVar[Mapping[str, tuple[Any, Any]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, missing) in self.words.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.error_messages["required"] = label, missing


class ContactField(forms.CharField):
    """A mobile number or an e-mail address. Cleans to `("phone", number)` or `("email", address)`."""

    def __init__(self, **kwargs: Any) -> None:
        offered = sms.available()
        kwargs.setdefault("label", _("手机号或邮箱") if offered else _("邮箱"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email"}))
        missing = _("请填写手机号或邮箱。") if offered else _("请填写邮箱。")
        super().__init__(error_messages={"required": missing}, **kwargs)

    def clean(self, value: Any) -> tuple[str, str]:
        text = str(super().clean(value)).strip()
        address = normal_address(text)
        if "@" not in address:
            return "phone", PhoneField().clean(text)
        EmailValidator(message=_("邮箱写法不对，例如 name@example.com。"))(address)
        return "email", address


class NameField(forms.CharField):
    """What somebody is called, in one line of what can be seen: signs that turn or hide others are left out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("称呼"), max_length=30, help_text=_("页面上怎样称呼你，不必是真实姓名。"), **kwargs
        )

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class NewPasswordField(forms.CharField):
    """A password to be; nothing longer than setting LONGEST_PASSWORD is looked at."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("密码"))
        kwargs.setdefault(
            "widget", forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
        )
        super().__init__(strip=False, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        refuse_too_long(text)
        return text


def refuse_too_long(password: str) -> None:
    """Raise ValidationError for a password that nobody chose: hashing it would only cost."""
    if len(password) > settings.LONGEST_PASSWORD:
        raise ValidationError(_("密码最多 %d 个字符。") % settings.LONGEST_PASSWORD)


def refuse_too_often(phone: str) -> None:
    """Raise ValidationError when the number would get another message too soon, before anything is begun (W12)."""
    if not ratelimit.consume(context.request, action="verify_phone", key=phone, dry_run=True):
        raise get_adapter().validation_error("rate_limited")
