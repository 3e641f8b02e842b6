"""What the security administrator fills in."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.phones import normal


class AccountFilter(forms.Form):
    """Which accounts are listed; every address gives a list."""

    q = forms.CharField(label=_("姓名、用户名、手机号或邮箱"), required=False, max_length=150)
    closed = forms.BooleanField(label=_("只看已停用的"), required=False)

    def accounts(self) -> Any:
        """Those that were asked for; without a word or a tick, those who work here."""
        self.full_clean()
        word, closed = self.cleaned_data.get("q", ""), self.cleaned_data.get("closed")
        people = get_user_model()._default_manager.select_related("phone").order_by("username")
        if closed:
            people = people.filter(is_active=False)
        if word:
            return people.filter(
                Q(username__iexact=word)
                | Q(last_name__icontains=word)
                | Q(first_name__icontains=word)
                | Q(email__iexact=word)
                | Q(phone__number=normal(word))
            )
        return people if closed else people.filter(groups__isnull=False).distinct()


class ReasonForm(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("会写入操作记录。"),
        error_messages={"required": _("请填写理由。")},
    )
