"""How a person wants to be told."""

from typing import Any

from django import forms

from portal.notices.models import Choice


class ChoiceForm(forms.ModelForm[Choice]):
    class Meta:
        model = Choice
        fields = ["email", "sms"]

    def save(self, commit: bool = True) -> Any:
        given = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return Choice._default_manager.update_or_create(person=self.instance.person, defaults=given)[0]
