"""Why somebody wants to see a value in full."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RevealForm(forms.Form):
    purpose = forms.CharField(
        label=_("查看目的"),
        max_length=200,
        help_text=_("会写入操作记录，当事人可以看到。如：通知补交材料。"),
        error_messages={"required": _("请写明查看目的。")},
    )
