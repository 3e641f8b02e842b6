"""Mobile numbers as people type them."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts import sms

MOBILE = re.compile(r"1[3-9]\d{9}")
COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
BETWEEN = re.compile(r"[\s\-–—()（）.·]")


def normal(text: str) -> str:
    """The number without what people put between its digits: “+86 138-0013-8000” → 13800138000."""
    return COUNTRY.sub("", BETWEEN.sub("", unicodedata.normalize("NFKC", text)))


class PhoneField(forms.CharField):
    """A mainland mobile number; abroad people sign in by e-mail.

    Refused altogether where the portal has no way to send messages.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("手机号"))
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = normal(super().clean(value) or "")
        if not text:
            return ""
        if not MOBILE.fullmatch(text):
            raise ValidationError(_("请填写 11 位手机号，例如 13800138000。"), code="invalid_phone")
        if not sms.available():
            raise ValidationError(_("目前不能发送短信，请使用邮箱。"), code="no_messages")
        return text
