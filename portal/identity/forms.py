"""What people and staff fill in about identity."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.identity import numbers
from portal.identity.actions import verify_at_counter
from portal.identity.adapter import statement_of
from portal.identity.choices import DocumentKind
from portal.identity.conf import LABELS
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import is_taken
from portal.identity.statements import LONGEST_NAME
from portal.roles.forms import AccountField


class FirstSignInForm(forms.Form):
    """A person's yes to an account of their own, after seeing what is taken over. There is nothing to fill in."""

    def __init__(self, *args: Any, sociallogin: SocialLogin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sociallogin = sociallogin
        self.statement = statement_of(sociallogin.account)
        self.provider_label = LABELS[sociallogin.account.provider]
        self.contact_is_known = bool(sociallogin.account.extra_data.get("contact_is_known"))
        self.is_taken = is_taken(self.statement)

    def try_save(self, request: HttpRequest) -> tuple[Any, None]:
        """Open the account (allauth calls this)."""
        return get_adapter().save_user(request, self.sociallogin, form=self), None


class FindPersonForm(forms.Form):
    """Whose identity is to be entered at the counter."""

    person = AccountField(
        label=_("办事人的账号"),
        help_text=_("用户名或邮箱，可在办事人的“我的身份”页面看到。"),
        error_messages={"required": _("请填写账号。")},
    )


class CounterForm(forms.Form):
    """What staff read on the document in front of them. `save` raises ValidationError for what the rules refuse."""

    real_name = forms.CharField(
        label=_("证件上的姓名"),
        min_length=2,
        max_length=LONGEST_NAME,
        error_messages={"required": _("请填写证件上的姓名。")},
    )
    document = forms.ChoiceField(label=_("证件"), choices=DocumentKind, initial=DocumentKind.ID_CARD)
    number = forms.CharField(
        label=_("证件号码"),
        max_length=30,
        help_text=_("只用来核对，系统只保留首 2 位和末 3 位。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填写证件号码。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如：首次核验，核对原件；公安机关已更名，核对户口簿。本人能看到。"),
        error_messages={"required": _("请填写理由。")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        number = numbers.normalised(given.get("number", ""))
        if number and given.get("document") == DocumentKind.ID_CARD and not numbers.is_id_number(number):
            self.add_error(
                "number", _("这不是有效的居民身份证号码：应为 18 位，请对照证件检查出生日期和末位。")
            )
        elif number and not numbers.OTHER_NUMBER.fullmatch(number):
            self.add_error("number", _("证件号码应为 7 至 20 位字母或数字。"))
        given["number"] = number
        return given

    def save(self, person: Any, *, by: Any, request: HttpRequest) -> VerifiedIdentity:
        given = self.cleaned_data
        return verify_at_counter(
            person,
            by=by,
            real_name=given["real_name"],
            document=DocumentKind(given["document"]),
            number=given["number"],
            reason=given["reason"],
            request=request,
        )
