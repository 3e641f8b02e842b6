from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.workflow.engine import Refused
from qingchuang_hello.models import Request
from qingchuang_hello.workflows import RequestFlow


class AnswerForm(forms.Form):
    reply = forms.CharField(label=_("答复"), widget=forms.Textarea, max_length=5000)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def save(self, request: Request, *, actor: Any) -> bool:
        """Whether the request is answered; why not becomes an error of the form, and what was typed stays."""
        try:
            RequestFlow.answer(request, actor=actor, **self.cleaned_data)
        except Refused as refusal:
            self.add_error(None, refusal.sentence)
        return self.is_valid()
