"""Why somebody wants to see a value in full; a consent as a field of whatever form asks for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.privacy.base import Consent


class RevealForm(forms.Form):
    purpose = forms.CharField(
        label=_("查看目的"),
        max_length=200,
        help_text=_("会写入操作记录，当事人可以看到。如：通知补交材料。"),
        error_messages={"required": _("请写明查看目的。")},
    )


class ConsentField(forms.BooleanField):
    """A box beside the title and text of a consent, which must be ticked unless `required=False` says otherwise.

    The form's action notes the yes with `portal.privacy.consents.give(person, consent.key)`, in its own transaction.
    """

    def __init__(self, consent: Consent, **kwargs: Any) -> None:
        self.consent = consent
        super().__init__(**{"label": consent.title, "help_text": consent.text, **kwargs})
        self.error_messages["required"] = _("请阅读后勾选。")
