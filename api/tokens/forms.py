"""What people fill in for a new token."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models import Token
from api.tokens.actions import create_token
from api.tokens.scopes import all_scopes

DAYS = ((30, _("30 天")), (90, _("90 天")), (365, _("一年")))


class TokenForm(forms.Form):
    """A token's purpose, scopes and life."""

    name = forms.CharField(
        label=_("用途"),
        max_length=60,
        help_text=_("写给自己看，例如“财务系统同步”。"),
        error_messages={"required": _("请填写用途。")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("范围"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(scope.name, scope.label) for scope in all_scopes()],
        help_text=_("只选程序用得到的。程序能做的不会比你自己多。"),
        error_messages={"required": _("请至少选择一个范围。")},
    )
    days = forms.TypedChoiceField(label=_("有效期"), choices=DAYS, coerce=int, initial=DAYS[0][0])

    def save(self, person: Any) -> tuple[Token, str]:
        """The token with its text. Raises ValidationError."""
        given = self.cleaned_data
        return create_token(
            person,
            name=given["name"],
            scopes=given["scopes"],
            expires_at=timezone.now() + timedelta(days=given["days"]),
        )
