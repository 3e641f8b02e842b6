"""What security administrators fill in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from portal.roles.actions import end_grant, grant_role
from portal.roles.models import Grant, role_choices
from portal.roles.table import ROLES

USUAL_DAYS = 365
LONGEST_ADDRESS = 254


class AccountField(forms.CharField):
    """An account by its user name or e-mail address, in any case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ADDRESS, **options)

    def clean(self, value: Any) -> Any:
        """The active person. Unknown and closed accounts are refused alike."""
        name = super().clean(value)
        people = get_user_model().objects.filter(is_active=True)
        found = list(people.filter(Q(username__iexact=name) | Q(email__iexact=name))[:2]) if name else []
        if len(found) != 1:
            raise forms.ValidationError(_("没有找到启用中的账号“%s”。请核对用户名或邮箱。") % name)
        return found[0]


class GrantForm(forms.Form):
    """A role for a person. `save` raises ValidationError for what the rules refuse."""

    person = AccountField(
        label=_("账号"), help_text=_("用户名或邮箱。"), error_messages={"required": _("请填写账号。")}
    )
    role = forms.ChoiceField(
        label=_("岗位"), choices=role_choices, error_messages={"required": _("请选择岗位。")}
    )
    starts_at = forms.DateTimeField(
        label=_("开始时间"), required=False, widget=AdminDateTimeInput, help_text=_("留空表示立即生效。")
    )
    ends_at = forms.DateTimeField(
        label=_("结束时间"),
        widget=AdminDateTimeInput,
        initial=lambda: timezone.localtime() + timedelta(days=USUAL_DAYS),
        help_text=_("到时自动收回。"),
        error_messages={"required": _("请填写结束时间。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如任职文件文号。会写入操作记录。"),
        error_messages={"required": _("请填写理由。")},
    )

    def save(self, actor: Any) -> Grant:
        given = self.cleaned_data
        return grant_role(
            given["person"],
            ROLES[given["role"]],
            actor=actor,
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            reason=given["reason"],
        )


class EndForm(forms.Form):
    """Why a role is taken back."""

    reason = forms.CharField(
        label=_("收回理由"), max_length=300, error_messages={"required": _("请填写收回理由。")}
    )

    def save(self, grant: Grant, actor: Any) -> Grant:
        return end_grant(grant, actor=actor, reason=self.cleaned_data["reason"])


class GrantFilter(forms.Form):
    """What of the list is shown; every address gives a list."""

    q = forms.CharField(label=_("人员"), required=False, max_length=150)
    role = forms.ChoiceField(
        label=_("岗位"), required=False, choices=lambda: [("", _("全部岗位")), *role_choices()]
    )
    all = forms.BooleanField(label=_("包括已结束的"), required=False)

    def grants(self) -> Any:
        """The grants that meet what was chosen; what cannot be chosen counts as not given."""
        self.full_clean()
        chosen = self.cleaned_data
        grants = Grant.objects.select_related("person", "proposed_by", "confirmed_by", "ended_by")
        if not chosen.get("all"):
            grants = grants.open(timezone.now())
        if chosen.get("role"):
            grants = grants.filter(role=chosen["role"])
        if word := chosen.get("q"):
            grants = grants.filter(
                Q(person__username__icontains=word)
                | Q(person__last_name__icontains=word)
                | Q(person__first_name__icontains=word)
                | Q(person__email__iexact=word)
            )
        return grants
